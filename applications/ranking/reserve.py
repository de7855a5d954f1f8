"""The reserve list: when money of a list comes free, the next on it is proposed."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.intake.workflow import STATES, Status
from applications.ranking.drawing import handling_refusal
from applications.ranking.models import Place, Ranking, RankingEvent
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record

# What was proposed and has not come to nothing holds its money.
HOLDING = [status for status, state in STATES.items() if state.live and status != Status.RESERVED]


def free_money(ranking: Ranking) -> Decimal | None:
    """What of the budget nobody holds any more; None without a budget."""
    if ranking.budget is None:
        return None
    places = Place.objects.filter(ranking=ranking, application__status__in=HOLDING)
    held = places.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    return Decimal(ranking.budget) - held


def next_in_line(ranking: Ranking) -> Place | None:
    """The first on the reserve list. Nobody further down overtakes."""
    rows = ranking.places.filter(application__status=Status.RESERVED).order_by("position")
    return rows.select_related("application__organization", "application__person").first()


def promoting_refusal(ranking: Ranking, by: Capacity) -> str | None:
    """Why nobody is taken from the reserve list now; None when the next may be."""
    if sentence := handling_refusal(ranking.round, by):
        return sentence
    place, free = next_in_line(ranking), free_money(ranking)
    if not ranking.is_fixed or place is None:
        return _("Nobody is on the reserve list.")
    if free is not None and place.amount > free:
        return _("¥%(free)s are free, the next on the reserve list needs ¥%(amount)s.") % {
            "free": f"{free:,.2f}",
            "amount": f"{place.amount:,.2f}",
        }
    return None


@transaction.atomic
def promote_next(ranking_id: UUID, *, by: Capacity, at: datetime) -> Application:
    """Take the next from the reserve list and propose it with the amount of its place."""
    rows = Ranking.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    ranking = rows.select_related("round__department").filter(pk=ranking_id).first()
    if ranking is None:
        raise Http404
    if sentence := promoting_refusal(ranking, by):
        raise Refused(sentence)
    place = next_in_line(ranking)
    assert place is not None
    perform(place.application_id, "promote", capacity=by, at=at)
    application = perform(
        place.application_id, "propose", capacity=by, at=at, inputs=Inputs(amount=place.amount)
    )
    payload = {"application": str(place.application_id), "value": "", "reason": application.number}
    record(RankingEvent, ranking, kind="promoted", capacity=by, at=at, payload=payload, locked=True)
    return application
