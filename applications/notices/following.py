"""What follows from an appeal or objection that was upheld: never an edit, always something new that is kept.

An appeal: the decision is taken up again, a notice is corrected, or an official writes down what is done
instead. An objection to one application: it is declined when the notice ends. One to the whole list: an
official writes down what is done before the notice can end.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.rules import handles, refusal, register_requirement
from applications.intake.services import perform
from applications.intake.services.locking import locked
from applications.intake.services.transition import Inputs
from applications.intake.timeline import Entry, timeline
from applications.intake.workflow import BY_ACTION
from applications.notices.models import Appeal, Notice, NoticeLine, Objection, ObjectionEvent
from applications.ranking.models import Place, Ranking
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record

RECONSIDER = "reconsider"


@dataclass(frozen=True)
class Ways:
    """What an official can do now about an appeal: `reconsider` is the sentence why not, or None; lines of
    notices that can be corrected; the list with the reserve, if a meeting fixed one."""

    reconsider: str | None = None
    lines: list[NoticeLine] = field(default_factory=list)
    ranking: Ranking | None = None


def followed(appeal: Appeal, *, internal: bool = False) -> list[Entry]:
    """What happened to the application since its appeal was upheld, oldest first. `internal`: for offices."""
    if appeal.state != Appeal.State.UPHELD:
        return []
    application = appeal.application
    answered = application.events.filter(kind="appeal_answered").order_by("-seq")
    events = application.events.filter(seq__gt=answered.values_list("seq", flat=True).first() or 0)
    return timeline(events, application.letters.all(), internal=internal)[::-1]


def ways_of(appeal: Appeal, by: Capacity, at: datetime) -> Ways | None:
    """None while it is open, and when it was not upheld."""
    if appeal.state != Appeal.State.UPHELD:
        return None
    application = appeal.application
    place = Place.objects.filter(application=application, ranking__state=Ranking.State.FIXED)
    found = place.select_related("ranking").order_by("-ranking__fixed_at").first()
    return Ways(
        reconsidering_refusal(application, by, at) or refusal(application, BY_ACTION[RECONSIDER], by, at),
        list(lines_out(application)),
        found.ranking if found else None,
    )


def lines_out(application: Application) -> list[NoticeLine]:
    """Where released notices name it, the newest first."""
    rows = NoticeLine.objects.filter(application=application).exclude(notice__state=Notice.State.DRAFT)
    return list(rows.select_related("notice").order_by("-notice__released_at", "-pk"))


def follow(application_id: UUID, step: str, words: str, *, by: Capacity, at: datetime) -> Application:
    """Do what follows from an upheld appeal: take the decision up again, or write down what is done instead.

    Refused without words, and where the appeal was not upheld.
    """
    if step == RECONSIDER:
        return perform(application_id, RECONSIDER, capacity=by, at=at, inputs=Inputs(note=words))
    return _write_down(application_id, words, by, at)


@transaction.atomic
def _write_down(application_id: UUID, words: str, by: Capacity, at: datetime) -> Application:
    application = locked(application_id, by)
    if not handles(application, by):
        raise Refused(
            _("Only %(department)s handles this round.") % {"department": application.round.department.name}
        )
    if not Appeal.objects.filter(application=application, state=Appeal.State.UPHELD).exists():
        raise Refused(_("Only an appeal that was upheld has consequences."))
    if not words.strip():
        raise Refused(_("Say what is done: the applicant reads it."))
    record(
        ApplicationEvent,
        application,
        kind="appeal_followed",
        capacity=by,
        at=at,
        payload={"note": words.strip()},
        locked=True,
        from_status=application.status,
        to_status=application.status,
    )
    return application


@transaction.atomic
def follow_objection(objection_id: UUID, words: str, *, by: Capacity, at: datetime) -> Objection:
    """Write down what follows from an upheld objection; more than once is more than one thing."""
    rows = Objection.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    objection = rows.filter(pk=objection_id).first()
    if objection is None:
        raise Http404
    if objection.state != Objection.State.UPHELD:
        raise Refused(_("Only an objection that was upheld has consequences."))
    if not words.strip():
        raise Refused(_("Say what is done because of it."))
    payload = {"reason": words.strip()}
    record(ObjectionEvent, objection, kind="followed", capacity=by, at=at, payload=payload, locked=True)
    return objection


def reconsidering_refusal(application: Application, capacity: Capacity | None, at: datetime) -> str | None:
    """A decision is taken up again because an appeal against it was upheld, and once."""
    upheld = Appeal.objects.filter(application=application, state=Appeal.State.UPHELD)
    if not upheld.exists():
        return _("A decision is taken up again only after an appeal against it was upheld.")
    if application.events.filter(kind="reconsidered").exists():
        return _("The decision has been taken up again already because of this appeal.")
    return None


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_requirement(RECONSIDER, reconsidering_refusal)
