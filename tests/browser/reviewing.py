"""What officials keep: messages to many, an action on many before and after it, notes, tags, a view."""

from django.http import QueryDict
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.review import bulk, circulars, marks, saved
from applications.review.models import BulkRun, Circular
from portal.accounts.capacities import Capacity
from tests.factories.review import found, with_points


def circular(clerk: Capacity, sent: bool = False) -> Circular:
    """A message to every applicant of the department."""
    rows = Application.objects.exclude(status__in=[Status.DRAFT, Status.DISCARDED])
    made = circulars.write("{number}：请补交合同原件", "请在月底前送交{program}的合同原件。", rows, by=clerk)
    if sent:
        circulars.send(made.pk, at=timezone.now(), by=clerk)
        circulars.tell_all()
    return made


def runs(clerk: Capacity, checked: Application) -> list[BulkRun]:
    """One that is done, one that is only planned; on the way the desk gets its notes."""
    with_points(checked.round)
    found(checked, clerk, contract="not_met:第3页", staff="met")
    now, rows = timezone.now(), Application.objects.exclude(number=None)
    tag = marks.tag_named("待现场核查", by=clerk)
    marks.write_note(checked.pk, "与去年的合同同号，须核实。", by=clerk, at=now)
    saved.save("逾期的", QueryDict("view=due"), shared=True, by=clerk)
    done = bulk.plan(bulk.WORKS["tag"], {"tag": tag.pk}, rows, by=clerk)
    bulk.confirm(done.pk, by=clerk, at=now)
    bulk.work_all()
    return [done, bulk.plan(bulk.WORKS["accept"], {}, rows, by=clerk)]
