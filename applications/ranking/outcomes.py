"""From the fixed list to the applications: each outcome through the workflow, found again after any end."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.rules import register_requirement
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.ranking.allotting import Outcome
from applications.ranking.models import Carrying, Place, Ranking
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.catalog.stages import FORMAL, Stage

if TYPE_CHECKING:
    from uuid import UUID

AT_ONCE = 50


def action_of(place: Place) -> str:
    """What an outcome does; a round without anything after the list approves at once.

    A list without a formal stage has no reserve list either: who is on it is declined.
    """
    formal = any(place.ranking.round.has(stage) for stage in FORMAL)
    actions = {
        Outcome.SUPPORT: "propose" if formal else "approve",
        Outcome.RESERVE: "reserve" if formal else "decline",
        Outcome.DECLINE: "decline",
    }
    return actions[Outcome(place.outcome)]


def queue(ranking: Ranking, by: Capacity) -> None:
    """Write down what has to be done, inside the transaction that fixes the list."""
    places = ranking.places.select_related("ranking__round").order_by("application")
    who = {"key": by.key, "role": by.role}
    Carrying.objects.bulk_create(
        Carrying(place=place, action=action_of(place), capacity=who) for place in places
    )


def carry_out(ranking: Ranking, at: datetime) -> int:
    """Take the outcomes to their applications, each in a transaction of its own; how many were done.

    Of a long list the first: nobody waits at a page for the others, which follow within minutes.
    """
    rows = Carrying.objects.filter(place__ranking=ranking, done_at=None).order_by("place__application")
    return sum(carry(pk, at) for pk in rows.values_list("pk", flat=True)[:AT_ONCE])


def carry_out_all(now: datetime) -> None:
    """What an interruption left, each minute; what an application refused is tried again."""
    open_ones = Carrying.objects.filter(done_at=None).order_by("place__application")
    for pk in open_ones.values_list("pk", flat=True)[:500]:
        carry(pk, now)


def carry(pk: int, at: datetime) -> bool:
    """One outcome; False when another process has it or the application does not take it now."""
    try:
        with transaction.atomic():
            return _carry(pk, at)
    except (Refused, Http404) as refused:
        sentence = str(refused) or _("The application is not there any more.")
        Carrying.objects.filter(pk=pk, done_at=None).update(problem=sentence[:400])
        return False


def _carry(pk: int, at: datetime) -> bool:
    rows = Carrying.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, done_at=None)
    row = rows.select_related("place__ranking__round__department", "place__ranking__fixed_by").first()
    if row is None:
        return False
    perform(
        row.place.application_id,
        row.action,
        capacity=_capacity(row),
        at=at,
        inputs=_inputs(row.place),
    )
    row.done_at, row.problem = at, ""
    row.save(update_fields=["done_at", "problem"])
    return True


def _capacity(row: Carrying) -> Capacity:
    """Who fixed the list, as what they did."""
    ranking = row.place.ranking
    assert ranking.fixed_by is not None
    return Capacity(
        ranking.fixed_by,
        "department",
        row.capacity["key"],
        "",
        row.capacity["role"],
        department=ranking.round.department,
    )


def _inputs(place: Place) -> Inputs:
    if place.outcome == Outcome.SUPPORT:
        return Inputs(amount=place.amount)
    number = place.ranking.meeting.number
    return Inputs(note=_("Decided by the collective meeting, minutes %(number)s.") % {"number": number})


def place_of(application_id: "UUID") -> Place | None:
    """Where the newest fixed list has the application."""
    rows = Place.objects.filter(application=application_id, ranking__state=Ranking.State.FIXED)
    related = ("ranking__round__program", "ranking__meeting__minutes")
    return rows.select_related(*related).order_by("-ranking__fixed_at").first()


def meeting_refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """Where the round has a meeting, only what it fixed is proposed."""
    if not application.round.has(Stage.MEETING) or place_of(application.pk):
        return None
    return _("The collective meeting has not decided on this application yet.")


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_requirement("propose", meeting_refusal)
    register_requirement("reserve", meeting_refusal)
