"""What can be exchanged: the sheets of each table, what names a row, and who may."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.editing import reach_of
from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog.models import Program
from programs.catalog.rules import CHANGEABLE_PROGRAM_FIELDS, is_relied_on, require_editor
from programs.catalog.services import refresh_search
from programs.exchange.figure_rows import Figures
from programs.exchange.models import Table
from programs.exchange.shapes import Run, Shape, Sheet
from programs.exchange.term_rows import Terms
from programs.policies.models import Clause, Measure, Rule, Target


def administrators(row: Any, run: Run) -> None:
    """Documents and what they hold are the administrators'."""
    if not run.reach.everywhere:
        raise Refused(_("Only an administrator changes policy documents."))


def editors(row: Program, run: Run) -> None:
    """Programs are their departments'."""
    if not run.reach.covers(row.department):
        require_editor(run.by, row)


def relied_on(program: Program, names: set[str]) -> str:
    """While applicants rely on a program only its contact changes."""
    if names <= set(CHANGEABLE_PROGRAM_FIELDS) or not is_relied_on(program):
        return ""
    return _("Applicants rely on this program now: only its contact can change.")


QUANTITY = ("comparison", "number", "upper", "unit", "unit_en")
PROGRAMS = Shape(
    "programs",
    gettext_lazy("Programs"),
    Program,
    ("slug",),
    (
        "slug", "kind", "title", "title_en", "summary", "summary_en", "benefit", "benefit_en",
        "description", "description_en", "department", "clauses", "measures", "targets",
        "contact_name", "contact_phone",
    ),
    editors,
    ("department",),
    relied_on,
    refresh_search,
)  # fmt: skip
CLAUSES = Shape(
    "clauses",
    gettext_lazy("Clauses"),
    Clause,
    ("document", "number"),
    (
        "document", "number", "parent", "position", "printed", "printed_en", "heading", "heading_en",
        "summary", "summary_en", "text",
    ),
    administrators,
    ("document", "parent__document"),
)  # fmt: skip
MEASURES = Shape(
    "measures",
    gettext_lazy("Measures"),
    Measure,
    ("slug",),
    (
        "slug", "clause", "kind", "asked_for", "name", "name_en", "beneficiary", "beneficiary_en",
        "beneficiary_basis", "provider", "provider_en", "provider_basis", "note", "note_en",
    ),
    administrators,
    ("clause__document",),
)  # fmt: skip
RULES = Shape(
    "rules",
    gettext_lazy("Rules"),
    Rule,
    ("slug",),
    ("slug", "clause", "kind", "sentence", "sentence_en", *QUANTITY, "due_on"),
    administrators,
    ("clause__document",),
)
TARGETS = Shape(
    "targets",
    gettext_lazy("Targets"),
    Target,
    ("slug",),
    ("slug", "clause", "name", "name_en", *QUANTITY, "stretch", "period", "period_en"),
    administrators,
    ("clause__document",),
)
# The sheets of a table in the order in which they are entered, its own first.
BOOKS: dict[Table, tuple[Sheet, ...]] = {
    Table.PROGRAMS: (PROGRAMS, Terms("terms", gettext_lazy("Terms of programs"), PROGRAMS)),
    Table.CLAUSES: (CLAUSES,),
    Table.MEASURES: (MEASURES, Figures("figures", gettext_lazy("Figures"), MEASURES)),
    Table.RULES: (RULES,),
    Table.TARGETS: (TARGETS,),
}


def tables_of(user: User) -> list[Table]:
    """What somebody may exchange."""
    return list(Table) if reach_of(user).everywhere else [Table.PROGRAMS]


def require(table: Table, by: User) -> None:
    """Raise Refused where a table is not theirs."""
    if not by.is_active or table not in tables_of(by):
        raise Refused(_("Only an administrator changes policy documents."))
