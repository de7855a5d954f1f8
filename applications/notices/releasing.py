"""Releasing a notice by a second person, and ending it: what follows goes to each application by itself."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.notices.disclosure import findings
from applications.notices.models import Notice, NoticeEvent, Objection
from applications.notices.preparing import locked
from portal.accounts.capacities import Capacity
from portal.accounts.models import Post
from portal.api.problems import Refused
from portal.history.chain import canonical
from portal.history.services import record, record_many
from portal.inbox.workdays import add_workdays


def releasing_refusal(notice: Notice, by: Capacity) -> str | None:
    """Why somebody does not release it; None when they do. The preparer never does, nor anybody in their
    place or they in somebody's."""
    if notice.state != Notice.State.DRAFT:
        return _("This notice has been released already.")
    if by.role != Post.Rank.HEAD:
        return _("Only the head of the department releases a notice.")
    people = {by.user.pk, by.acting_for.pk if by.acting_for else None}
    if notice.prepared_by_id in people:
        return _("You prepared this notice; a second person with the right to release has to look at it.")
    return None


@transaction.atomic
def release(notice_id: UUID, seen: str, *, by: Capacity, at: datetime) -> Notice:
    """Make it public from today. `seen`: the hash of what was looked at.

    Refused for who may not, when it was changed since, and while something personal stands in it.
    """
    notice = locked(notice_id, by)
    if sentence := releasing_refusal(notice, by):
        raise Refused(sentence)
    if seen != hash_of(notice):
        raise Refused(_("The notice was changed while you looked at it. Read it again."))
    if found := findings(notice):
        raise Refused(" ".join(found))
    today = timezone.localdate(at)
    notice.from_on = today
    notice.until_on = add_workdays(today, notice.days) if notice.kind == Notice.Kind.PROPOSED else None
    notice.state, notice.released_at, notice.released_by = Notice.State.RELEASED, at, by.user
    notice.released_as = by.key
    notice.save()
    payload = {"content_hash": hash_of(notice), "until": notice.until_on}
    record(NoticeEvent, notice, kind="released", capacity=by, at=at, payload=payload, locked=True)
    if notice.kind == Notice.Kind.CORRECTION:
        _tell_corrected(notice, by, at)
    return notice


def _tell_corrected(notice: Notice, by: Capacity, at: datetime) -> None:
    """A new event in the history of the application: the old words stay where they are."""
    applications = Application.objects.filter(pk__in=notice.lines.values("application"))
    payloads = {row: {"note": notice.text, "notice": str(notice.pk)} for row in applications.order_by("pk")}
    record_many(ApplicationEvent, payloads, kind="corrected", capacity=by, at=at)


def hash_of(notice: Notice) -> str:
    """SHA-256 of the canonical JSON of what the public reads."""
    fields = ("position", "unit", "project", "leader", "recommender", "amount")
    lines = [
        {name: str(value) for name, value in row.items()}
        for row in notice.lines.order_by("position").values(*fields)
    ]
    words = {"title": notice.title, "text": notice.text, "contact": notice.contact, "lines": lines}
    return hashlib.sha256(canonical(words)).hexdigest()


def concluding_refusal(notice: Notice, at: datetime) -> str | None:
    """Why a notice does not end yet; None when it may."""
    if notice.kind != Notice.Kind.PROPOSED or notice.state != Notice.State.RELEASED:
        return _("Only a proposed list that is out ends.")
    assert notice.until_on is not None
    if timezone.localdate(at) <= notice.until_on:
        return _("The notice is out until the end of its last day.")
    if notice.objections.filter(state=Objection.State.OPEN).exists():
        return _("Objections are still being examined. Answer them first.")
    if notice.objections.unsettled().exists():
        return _("An objection to the whole list was upheld. Say first what follows from it.")
    if notice.lines.filter(put_out_at=None).exists():
        return _("Some applications have not been put on notice yet. Look at what they say.")
    return None


@transaction.atomic
def conclude(notice_id: UUID, *, by: Capacity, at: datetime) -> Notice:
    """End the period: who nobody objected to with success is approved, the others are declined."""
    notice = locked(notice_id, by)
    if sentence := concluding_refusal(notice, at):
        raise Refused(sentence)
    notice.state, notice.concluded_at, notice.concluded_by = Notice.State.CONCLUDED, at, by.user
    notice.save(update_fields=["state", "concluded_at", "concluded_by"])
    upheld = sorted(upheld_lines(notice))
    record(NoticeEvent, notice, kind="concluded", capacity=by, at=at, payload={"upheld": upheld}, locked=True)
    return notice


def upheld_lines(notice: Notice) -> set[int]:
    """The positions against which an objection was upheld."""
    rows = notice.objections.filter(state=Objection.State.UPHELD, line__isnull=False)
    return set(rows.values_list("line__position", flat=True))
