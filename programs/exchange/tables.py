"""What can be exchanged: for each table its columns, what names a row, and who may."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from portal.accounts.editing import reach_of
from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog.models import Program
from programs.catalog.rules import CHANGEABLE_PROGRAM_FIELDS, is_relied_on, require_editor
from programs.catalog.services import refresh_search
from programs.exchange.columns import Column, column
from programs.exchange.models import Table
from programs.policies.models import Clause, Measure, Target

Guard = Callable[[Any, User], object]


@dataclass(frozen=True)
class Shape:
    """A table.

    key: the fields that name a row; `columns` has them too. guard: called with the row before and after a
    change; raises Refused where it is not theirs. refusal: why these fields of the row cannot change now.
    """

    model: type[Model]
    key: tuple[str, ...]
    names: tuple[str, ...]
    guard: Guard
    related: tuple[str, ...] = ()
    refusal: Callable[[Any, set[str]], str] = lambda row, names: ""
    after: Callable[[Any], object] = lambda row: None

    @property
    def columns(self) -> list[Column]:
        """Its columns in order."""
        return [column(self.model, name) for name in self.names]

    def rows(self, user: User) -> QuerySet[Any]:
        """What somebody may take along."""
        rows: QuerySet[Any] = self.model._default_manager.all()
        if self.model is Program:
            rows = Program.objects.editable_by(user)
        several = [field.name for field in self.model._meta.many_to_many if field.name in self.names]
        nested = ["clauses__document" if name == "clauses" else name for name in several]
        return rows.select_related(*self.related).prefetch_related(*nested).order_by("pk")


def administrators(row: Any, user: User) -> None:
    """Documents and what they hold are the administrators'."""
    if not reach_of(user).everywhere:
        raise Refused(_("Only an administrator changes policy documents."))


def editors(row: Program, user: User) -> None:
    """Programs are their departments'."""
    require_editor(user, row)


def relied_on(program: Program, names: set[str]) -> str:
    """While applicants rely on a program only its contact changes."""
    if names <= set(CHANGEABLE_PROGRAM_FIELDS) or not is_relied_on(program):
        return ""
    return _("Applicants rely on this program now: only its contact can change.")


QUANTITY = ("comparison", "number", "upper", "unit", "unit_en")
SHAPES = {
    Table.PROGRAMS: Shape(
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
    ),
    Table.CLAUSES: Shape(
        Clause,
        ("document", "number"),
        (
            "document", "number", "parent", "position", "printed", "printed_en", "heading", "heading_en",
            "summary", "summary_en", "text",
        ),
        administrators,
        ("document", "parent__document"),
    ),
    Table.MEASURES: Shape(
        Measure,
        ("slug",),
        (
            "slug", "clause", "kind", "asked_for", "name", "name_en", "beneficiary", "beneficiary_en",
            "beneficiary_basis", "provider", "provider_en", "provider_basis", "note", "note_en",
        ),
        administrators,
        ("clause__document",),
    ),
    Table.TARGETS: Shape(
        Target,
        ("slug",),
        ("slug", "clause", "name", "name_en", *QUANTITY, "stretch", "period", "period_en"),
        administrators,
        ("clause__document",),
    ),
}  # fmt: skip


def tables_of(user: User) -> list[Table]:
    """What somebody may exchange."""
    return list(Table) if reach_of(user).everywhere else [Table.PROGRAMS]
