"""One action on many applications: chosen, previewed, confirmed, carried out row by row, each through its own
service. What was confirmed is found again from rows: a worker that dies leaves a part that is whole.
"""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Count, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import Application
from applications.intake.rules import assigning_refusal, refusal
from applications.intake.services import assign, perform
from applications.intake.services.many import perform_many
from applications.intake.workflow import BY_ACTION, Transition
from applications.review import marks
from applications.review.models import BulkRow, BulkRun, Tag
from portal.accounts.capacities import Capacity, capacities_of, held
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.hints import hint

logger = logging.getLogger(__name__)

TASK = "applications.review.tasks.work_on_many"
CHUNK = 50  # rows of one transaction: the numbers of letters are locked that long
MOST = 5_000
KEPT_UNCONFIRMED = timedelta(days=7)
Result = BulkRow.Result


@dataclass(frozen=True)
class Work(ABC):
    """What can be done to many: its key, label, and the name of what it has to be given ("" for nothing)."""

    key: str
    label: str | Promise
    needs: str = ""

    @abstractmethod
    def refusal(self, application: Application, inputs: dict[str, Any], by: Capacity, at: datetime) -> str:
        """Why it would not be done; "" where it would."""

    @abstractmethod
    def carry_out(self, pk: UUID, inputs: dict[str, Any], by: Capacity, at: datetime) -> None:
        """Do it to one; Refused with the sentence."""

    def carry_out_all(
        self, ids: Sequence[UUID], inputs: dict[str, Any], by: Capacity, at: datetime
    ) -> dict[UUID, str]:
        """Do it to all or to none: by id why not, "" where it was done."""
        said = {}
        for pk in ids:
            try:
                with transaction.atomic():
                    self.carry_out(pk, inputs, by, at)
            except Refused as refused:
                said[pk] = str(refused)
            except Http404:
                said[pk] = _("The application is no longer there for your department.")
            else:
                said[pk] = ""
        return said


@dataclass(frozen=True)
class Step(Work):
    """An action of the workflow that needs nothing more than to be taken."""

    transition: Transition | None = None

    def refusal(self, application: Application, inputs: dict[str, Any], by: Capacity, at: datetime) -> str:
        """As on the page of the application."""
        assert self.transition is not None
        return refusal(application, self.transition, by, at) or ""

    def carry_out(self, pk: UUID, inputs: dict[str, Any], by: Capacity, at: datetime) -> None:
        """Through the one door, with its letter, event and messages."""
        perform(pk, self.key, capacity=by, at=at)

    def carry_out_all(
        self, ids: Sequence[UUID], inputs: dict[str, Any], by: Capacity, at: datetime
    ) -> dict[UUID, str]:
        """The same, written together."""
        return perform_many(ids, self.key, capacity=by, at=at)


class Assign(Work):
    """Hand over to a colleague: {"to": id}."""

    def refusal(self, application: Application, inputs: dict[str, Any], by: Capacity, at: datetime) -> str:
        """As on the page of the application."""
        to = User.objects.filter(pk=inputs["to"]).first()
        return assigning_refusal(application, to, by) or ""

    def carry_out(self, pk: UUID, inputs: dict[str, Any], by: Capacity, at: datetime) -> None:
        """Through the service, which looks at posts and deputies."""
        assign(pk, User.objects.get(pk=inputs["to"]), capacity=by, at=at)


class PutTag(Work):
    """Put a tag at each: {"tag": id}."""

    def refusal(self, application: Application, inputs: dict[str, Any], by: Capacity, at: datetime) -> str:
        """Only one's own department's."""
        return marks.marking_refusal(application, by) or ""

    def carry_out(self, pk: UUID, inputs: dict[str, Any], by: Capacity, at: datetime) -> None:
        """Refused where the tag was forgotten meanwhile."""
        tag = Tag.objects.visible_to(by).filter(pk=inputs["tag"]).first()
        if tag is None:
            raise Refused(_("The tag is gone. Start again with another."))
        marks.tag(pk, tag, by=by, at=at)


WORKS: dict[str, Work] = {
    work.key: work
    for work in (
        *(
            Step(action, BY_ACTION[action].label, transition=BY_ACTION[action])
            for action in ("accept", "conclude_review", "conclude_presentation", "sign_agreement")
        ),
        Assign("assign", gettext_lazy("Hand over"), "to"),
        PutTag("tag", gettext_lazy("Tag"), "tag"),
    )
}


@transaction.atomic
def plan(work: Work, inputs: dict[str, Any], rows: QuerySet[Application], *, by: Capacity) -> BulkRun:
    """Keep what is to be done to which applications; nothing is done yet. Refused for none, or too many."""
    if by.department is None:
        raise Http404
    own = rows.filter(round__department=by.department).order_by("round_id", "pk")
    chosen = list(own.values_list("pk", flat=True)[: MOST + 1])
    if not chosen:
        raise Refused(_("Your department handles none of these applications. Choose others."))
    if len(chosen) > MOST:
        raise Refused(_("At most %(n)d applications at once. Narrow the filter.") % {"n": MOST})
    run = BulkRun.objects.create(
        department=by.department, by=by.user, capacity=by.key, action=work.key, inputs=inputs
    )
    for part in batched(chosen, 1000):
        BulkRow.objects.bulk_create(BulkRow(run=run, application_id=pk) for pk in part)
    return run


@transaction.atomic
def confirm(run_id: UUID, *, by: Capacity, at: datetime) -> bool:
    """Start what was previewed, for who planned it; False when it was started before."""
    rows = BulkRun.objects.visible_to(by).filter(by=by.user, capacity=by.key)
    run = rows.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise Http404
    if run.confirmed_at:
        return False
    run.confirmed_at = at
    run.save(update_fields=["confirmed_at"])
    hint(TASK)
    return True


def work_all() -> int:
    """Do everything that was confirmed and is not done; how many rows. Several may run at once."""
    count = 0
    while worked := work_some():
        count += worked
    return count


@transaction.atomic
def work_some() -> int:
    """The next rows of one run, in one transaction; how many. A run has one worker at a time."""
    waiting = BulkRun.objects.filter(confirmed_at__isnull=False, pk__in=_with_waiting())
    run = waiting.select_for_update(of=("self",), skip_locked=True).order_by("confirmed_at").first()
    if run is None:
        return 0
    rows = list(run.rows.filter(result=Result.WAITING).order_by("pk")[:CHUNK])
    by, work = acting_for(run), WORKS.get(run.action)
    said = dict.fromkeys((row.application_id for row in rows), _("You no longer act for this department."))
    if by is not None and work is not None:
        said = _carried_out(run, work, by, list(said))
    for row in rows:
        row.sentence = said[row.application_id][:600]
        row.result = Result.REFUSED if row.sentence else Result.DONE
    BulkRow.objects.bulk_update(rows, ["result", "sentence"])
    return len(rows)


def _with_waiting() -> Any:
    return BulkRow.objects.filter(result=Result.WAITING).values("run")


def _carried_out(run: BulkRun, work: Work, by: Capacity, ids: Sequence[UUID]) -> dict[UUID, str]:
    """What became of the rows, together; where one of them fails, each for itself."""
    assert run.confirmed_at is not None
    try:
        with transaction.atomic():
            return work.carry_out_all(ids, run.inputs, by, run.confirmed_at)
    except OperationalError:
        raise  # the database chose this transaction to end a deadlock: all of it is tried again
    except Exception:  # whatever is wrong with one, the others are done; it is logged and told in its line
        if len(ids) == 1:
            logger.exception("Application %s of run %s failed.", ids[0], run.pk)
            return {ids[0]: _("The portal failed at this one. Open it and do it by hand.")}
    return {pk: said for one in ids for pk, said in _carried_out(run, work, by, [one]).items()}


def acting_for(run: BulkRun) -> Capacity | None:
    """As what the run acts; None where the person no longer has the post."""
    return held(capacities_of(run.by), run.capacity) if run.by.is_active else None


def counts(run: BulkRun) -> dict[str, int]:
    """Rows by result, those that are finished, and all: one query."""
    found = dict(run.rows.order_by().values_list("result").annotate(n=Count("pk")))
    numbers = {str(result): found.get(result, 0) for result in Result.values}
    finished = numbers[Result.DONE] + numbers[Result.REFUSED]
    return {**numbers, "finished": finished, "all": sum(found.values())}


def forget_unconfirmed(now: datetime) -> int:
    """Remove what was planned and never started; how many rows."""
    return BulkRun.objects.filter(confirmed_at=None, created_at__lt=now - KEPT_UNCONFIRMED).delete()[0]


Preview = Callable[[Application], str]


def previewing(run: BulkRun, by: Capacity, at: datetime) -> Preview:
    """Says of an application why the run would leave it out; "" where it would not."""
    work = WORKS[run.action]
    return lambda application: work.refusal(application, run.inputs, by, at)
