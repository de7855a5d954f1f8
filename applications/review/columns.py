"""The columns of the queue: which there are, which somebody chose, and what stands in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import Submission
from applications.intake.services.sealing import OPEN as SEALABLE
from applications.review.checking import SETTLED, Result, pinned_points
from applications.review.models import ApplicationTag, PointFinding
from portal.accounts.capacities import Capacity
from portal.inbox.workdays import recent_workdays


@dataclass(frozen=True)
class Column:
    """A column of the queue; with an `ordering` its heading sorts. `more`: left out beside a preview."""

    key: str
    label: str | Promise
    ordering: str = ""
    numeric: bool = False
    usual: bool = True
    more: bool = False


COLUMNS = (
    Column("applicant", gettext_lazy("Applicant and round")),
    Column("amount", gettext_lazy("Applied for (10,000 yuan)"), "amount", numeric=True),
    Column("status", gettext_lazy("Status"), more=True),
    Column("check", gettext_lazy("Formal check"), usual=False),
    Column("returned", gettext_lazy("Times returned"), numeric=True, usual=False, more=True),
    Column("officer", gettext_lazy("Case officer"), more=True),
    Column("received", gettext_lazy("Received"), "received", more=True),
    Column("due", gettext_lazy("Time limit"), "due"),
)
FIXED = "applicant"


def chosen(query: QueryDict) -> list[Column]:
    """The columns an address names, in their order; the usual ones where it names none."""
    asked = set(query.getlist("col"))
    known = {column.key for column in COLUMNS} & asked
    return [
        column
        for column in COLUMNS
        if column.key == FIXED or (column.key in known if known else column.usual)
    ]


@dataclass(frozen=True)
class Checked:
    """How far the formal check of a row is."""

    settled: int
    unmet: int
    all: int

    @property
    def tone(self) -> str:
        """Of its badge."""
        if self.unmet:
            return "bad"
        return "ok" if self.settled == self.all else "warn"

    @property
    def words(self) -> str:
        """What is not met, else how many points are settled."""
        if self.unmet:
            return _("%(n)d not met") % {"n": self.unmet}
        return _("%(n)d of %(all)d settled") % {"n": self.settled, "all": self.all}


@dataclass(frozen=True)
class Line:
    """A row of the queue with its working days left; None where no clock runs."""

    application: Any
    days: int | None
    checked: Checked | None = None

    @property
    def seal(self) -> str:
        """late, or missing while there is time; "" where no page lacks its seal."""
        row = self.application
        if row.seal_due_at is None or row.status not in SEALABLE:
            return ""
        return "late" if row.seal_due_at < timezone.now() else "missing"

    @property
    def amount(self) -> str:
        """In 10,000 yuan with two places, as the column says."""
        asked = self.application.amount_asked
        return "—" if asked is None else f"{asked / 10_000:,.2f}"


def with_facts(rows: QuerySet[Any], by: Capacity, columns: Sequence[Column]) -> QuerySet[Any]:
    """Adds the department's tags, `tag_names`; `results` of the check where its column is shown."""
    tags = ApplicationTag.objects.filter(application=OuterRef("pk"), tag__department=by.department)
    rows = rows.annotate(tag_names=ArraySubquery(tags.order_by("tag__name").values("tag__name")))
    if all(column.key != "check" for column in columns):
        return rows
    newest = Submission.objects.filter(application=OuterRef("application")).order_by("-seq").values("pk")[:1]
    found = PointFinding.objects.filter(application=OuterRef("pk"), submission=Subquery(newest))
    return rows.annotate(results=ArraySubquery(found.order_by().values("result")))


def lines_of(rows: Sequence[Any]) -> list[Line]:
    """In the order of the rows."""
    days = recent_workdays()
    return [Line(row, days.left(row.due_at) if row.due_at else None, _checked(row)) for row in rows]


def _checked(row: Any) -> Checked | None:
    if not hasattr(row, "results") or not (points := pinned_points(row.round)):
        return None
    settled = sum(result in SETTLED for result in row.results)
    return Checked(settled, row.results.count(Result.NOT_MET), len(points))
