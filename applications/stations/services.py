"""Recommending one by one or several with one letter; what a station lets pass goes on without it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services import perform
from applications.intake.services.numbers import allot
from applications.intake.services.transition import UNDER_WAY, Inputs
from applications.intake.workflow import Status
from applications.stations.models import Batch, Recommendation
from applications.stations.rules import station_of
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.services import clean_name, store
from portal.ui.texts import labelled

MOST = 200  # applications of one letter
PASSED_ON_AT_ONCE = 500


@dataclass(frozen=True)
class Choice:
    """What a station thinks of one application; `place` in its order of preference, 1 first."""

    application: UUID
    positive: bool = True
    place: int | None = None


@transaction.atomic
def recommend_all(choices: Sequence[Choice], opinion: str, *, capacity: Capacity, at: datetime) -> Batch:
    """Give the opinion on several applications of one round with one numbered letter; all or none.

    Raises Refused with the sentence that names the application it is about, Http404 for what is not visible.
    """
    department = station_of(capacity)
    if department is None:
        raise Http404
    _refuse_places(choices)
    ids = sorted({choice.application for choice in choices})
    rows = Application.objects.visible_to(capacity).select_for_update(of=("self",), no_key=True)
    found = {row.pk: row for row in rows.select_related("round").filter(pk__in=ids).order_by("pk")}
    if len(found) < len(ids):
        raise Http404
    rounds = {row.round for row in found.values()}
    if len(rounds) > 1:
        raise Refused(_("One letter is about one round. Choose applications of the same round."))
    round_ = rounds.pop()
    batch = Batch.objects.create(
        department=department,
        round=round_,
        number=_number(round_.code, at),
        opinion=opinion.strip(),
        issued_at=at,
        issued_by=capacity.user,
    )
    for choice in sorted(choices, key=lambda choice: choice.application):
        _give(found[choice.application], choice, batch, capacity, at)
    return batch


def _give(row: Application, choice: Choice, batch: Batch, capacity: Capacity, at: datetime) -> None:
    inputs = Inputs(note=batch.opinion, positive=choice.positive)
    try:
        perform(row.pk, "recommend", capacity=capacity, at=at, inputs=inputs)
    except Refused as refused:
        raise Refused(labelled(row, refused)) from refused
    given = Recommendation.objects.filter(application=row, at=at)
    given.update(batch=batch, place=choice.place if choice.positive else None)


def _refuse_places(choices: Collection[Choice]) -> None:
    if not choices:
        raise Refused(_("Choose at least one application."))
    if len(choices) > MOST:
        raise Refused(_("One letter holds at most %(n)s applications.") % {"n": MOST})
    places = [choice.place for choice in choices if choice.positive and choice.place is not None]
    if any(place < 1 for place in places) or len(set(places)) < len(places):
        raise Refused(_("Number the order of preference 1, 2, 3 …, each figure once."))


def _number(code: str, at: datetime) -> str:
    prefix = f"{code}荐〔{timezone.localtime(at).year}〕"
    return f"{prefix}{allot(prefix)}号"


def keep_recommendation(application: Application, event: ApplicationEvent) -> None:
    """Write down the opinion where one was given; hears every action."""
    if event.kind != "recommended" or application.station is None or event.actor is None:
        return
    payload = event.payload or {}
    Recommendation.objects.create(
        application=application,
        department=application.station,
        positive=payload.get("positive", True),
        opinion=payload.get("note", ""),
        at=event.at,
        by=event.actor,
    )


def upload_sealed(batch_id: int, upload: UploadedFile, *, capacity: Capacity, at: datetime) -> Batch:
    """Keep the scan of the sealed letter; a later one replaces it. Raises Refused."""
    with transaction.atomic():
        _own(batch_id, capacity)
    stored = store(upload, by=capacity.user)
    with transaction.atomic():
        batch = _own(batch_id, capacity)
        batch.file, batch.file_name = stored, clean_name(upload.name or "")
        batch.sealed_at, batch.sealed_by = at, capacity.user
        batch.save(update_fields=["file", "file_name", "sealed_at", "sealed_by"])
    return batch


def _own(batch_id: int, capacity: Capacity) -> Batch:
    """The letter under its lock, for a colleague of who issued it."""
    rows = Batch.objects.visible_to(capacity).select_for_update(of=("self",))
    batch = rows.select_related("department").filter(pk=batch_id).first()
    if batch is None:
        raise Http404
    if capacity.department is None or batch.department_id != capacity.department.pk:
        raise Refused(_("Only %(department)s adds its sealed letter.") % {"department": batch.department})
    return batch


def pass_on_overdue(now: datetime) -> int:
    """Pass on what stations let lie until its time was over; how many. It never costs the applicant."""
    waiting = Application.objects.filter(status=Status.RECOMMENDING, due_at__lt=now - UNDER_WAY)
    count = 0
    for pk in waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:PASSED_ON_AT_ONCE]:
        try:
            perform(pk, "pass_on", capacity=None, at=now)
        except Refused:
            continue  # recommended or taken back in this very moment
        count += 1
    return count
