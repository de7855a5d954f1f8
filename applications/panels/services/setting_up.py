"""A panel before anybody is invited: what it asks for, who is drawn, who must not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.experts.models import Expert, ExpertQuerySet
from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.panels.blind import hidden_by_default
from applications.panels.conflicts import conflicts
from applications.panels.drawing import draw, fingerprint, new_seed
from applications.panels.evidence import applicants_of, reviewers_of
from applications.panels.models import Assignment, Conflict, Panel, Seat
from applications.panels.services.locking import locked_panel, note
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.catalog.models import Round

State = Panel.State
SETTINGS = (
    "name",
    "per_application",
    "composition",
    "blind",
    "hidden",
    "blind_files",
    "sees_others",
    "answer_by",
    "due_on",
    "promise",
    "fee",
    "opinion_least",
)


@transaction.atomic
def create(round_: Round, facts: Mapping[str, Any], *, by: Capacity, at: datetime) -> Panel:
    """A new panel of a round that the department handles, with the identity questions hidden."""
    if by.department is None or by.department.pk != round_.department_id:
        raise Refused(_("Only %(department)s handles this round.") % {"department": round_.department.name})
    panel = Panel(round=round_, pass_no=facts.get("pass_no", 1), created_at=at, created_by=by.user)
    for name in SETTINGS:
        if name in facts:
            setattr(panel, name, facts[name])
    first = waiting(panel).select_related("form_version").first()
    if not panel.hidden and first is not None:
        panel.hidden = hidden_by_default(first.form_version)
    try:
        with transaction.atomic():
            panel.save()
    except IntegrityError:
        raise Refused(_("This round has a panel of this name already.")) from None
    note(panel, "created", by, at, {"name": panel.name, "blind": panel.blind})
    return panel


def waiting(panel: Panel) -> Any:
    """The applications of the round that are in review and in no panel of this pass yet."""
    taken = Assignment.objects.filter(pass_no=panel.pass_no, panel__round=panel.round)
    rows = Application.objects.filter(round=panel.round_id, status=Status.REVIEWING)
    return rows.exclude(pk__in=taken.exclude(panel=panel).values("application")).order_by("pk")


def pool(panel: Panel) -> ExpertQuerySet:
    """Experts who are listed until the reviews are due and not away before."""
    listed = Expert.objects.listed(panel.due_on).filter(user__is_active=True)
    return listed.present(panel.answer_by, panel.due_on)


@transaction.atomic
def cast(pk: UUID, counts: Mapping[str, int], *, by: Capacity, at: datetime) -> Panel:
    """Draw so many experts of each kind by lot; the seed and the pool's fingerprint are kept in history.

    Who is drawn already stays.
    """
    panel = locked_panel(pk, by, State.DRAFT, State.DRAWN, State.INVITED, State.REVIEWING)
    seated = set(panel.seats.values_list("expert", flat=True))
    rows = [row for row in pool(panel).values_list("pk", "kind") if row[0] not in seated]
    seed = new_seed()
    drawn = draw(rows, counts, seed)
    if not drawn:
        raise Refused(_("The pool has nobody left who may be drawn. List more experts first."))
    first = len(seated) + 1
    Seat.objects.bulk_create(
        Seat(panel=panel, expert_id=expert, position=first + number) for number, expert in enumerate(drawn)
    )
    panel.seed = panel.seed or seed
    if panel.state == State.DRAFT:
        panel.state = State.DRAWN
    panel.save()
    payload = {"seed": seed, "counts": dict(counts), "pool": fingerprint(rows), "of": len(rows)}
    note(panel, "drawn", by, at, {**payload, "drawn": [str(expert) for expert in drawn]})
    return panel


@transaction.atomic
def unseat(pk: UUID, seat_id: UUID, reason: str, *, by: Capacity, at: datetime) -> None:
    """Take somebody off the panel before they are invited; why is kept."""
    panel = locked_panel(pk, by, State.DRAWN)
    seat = panel.seats.filter(pk=seat_id, invited_at=None).first()
    if seat is None:
        raise Refused(_("This expert has been invited already. They may decline, or be recused."))
    if not reason.strip():
        raise Refused(_("Give a reason: a draw is not changed without one."))
    note(panel, "unseated", by, at, {"expert": str(seat.expert_id), "reason": reason.strip()})
    seat.delete()


@transaction.atomic
def find_conflicts(pk: UUID, *, by: Capacity, at: datetime) -> int:
    """Find the conflicts of everybody seated with every waiting application; how many.

    What an expert has stated while reviewing stays; the rest is found anew.
    """
    panel = locked_panel(pk, by, State.DRAWN, State.INVITED, State.REVIEWING)
    return infer(panel, by, at)


def infer(panel: Panel, by: Capacity | None, at: datetime) -> int:
    """The same, of a panel under lock."""
    rows = waiting(panel).select_related("organization", "person")
    people = Expert.objects.filter(seats__panel=panel)
    found = conflicts(applicants_of(rows), reviewers_of(people), timezone.localdate(at))
    panel.conflicts.exclude(kind=Conflict.Kind.STATED).delete()
    Conflict.objects.bulk_create(
        [
            Conflict(
                panel=panel,
                application_id=one.application,
                expert_id=one.expert,
                kind=one.kind,
                source=one.source,
                detail=one.detail[:200],
                found_at=at,
            )
            for one in found
        ],
        batch_size=2000,
    )
    note(panel, "conflicts_found", by, at, {"count": len(found)})
    recuse_conflicted(panel, by, at)
    return len(found)


def recuse_conflicted(panel: Panel, by: Capacity | None, at: datetime) -> None:
    """End the assignments against which a conflict has come to light, handed in or not: they do not count."""
    found = Conflict.objects.filter(
        panel=panel, application=OuterRef("application"), expert=OuterRef("expert")
    )
    rows = panel.assignments.exclude(state=Assignment.State.RECUSED).filter(Exists(found))
    ids = [str(pk) for pk in rows.values_list("pk", flat=True)]
    if ids:
        panel.assignments.filter(pk__in=ids).update(state=Assignment.State.RECUSED)
        note(panel, "recused_by_conflict", by, at, {"assignments": ids})
