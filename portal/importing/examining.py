"""What lines of a list would do, beside what the portal holds; nothing is written here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.facts import wholes
from portal.facts.definitions import FACTS, about
from portal.facts.models import Statement
from portal.facts.values import Key, stored
from portal.files.lines import Does
from portal.importing.columns import CODE, Columns
from portal.importing.models import ImportedRow
from portal.importing.rules import reaches
from portal.importing.words import Words, is_blank
from portal.organizations import uscc
from portal.organizations.models import Organization
from portal.ui.texts import labelled

NEEDED = ("name", "registered_region")  # of an organization that is new


@dataclass
class Line:
    """A line as values: what stands on the organization itself, and the other facts."""

    row: ImportedRow
    code: str = ""
    registered: dict[str, Any] = field(default_factory=dict)
    facts: dict[Key, Any] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    changes: list[list[Any]] = field(default_factory=list)
    new: bool = False

    @property
    def does(self) -> str:
        if self.errors:
            return Does.WRONG
        return Does.NEW if self.new else Does.CHANGED if self.changes else Does.SAME


def examine(rows: Sequence[ImportedRow], columns: Columns, by: Capacity) -> list[Line]:
    """What each line does, in a fixed number of queries."""
    words = Words()
    lines = [_line(row, columns, words) for row in rows]
    _refuse_repeated(lines)
    codes = {line.code for line in lines if line.code}
    present = {row.uscc: row for row in Organization.objects.filter(uscc__in=codes)}
    pks, keys = [row.pk for row in present.values()], {key for line in lines for key in line.facts}
    held, figures = _held(pks, keys), wholes.held_of(pks, keys)
    for line in lines:
        if not line.errors:
            found = present.get(line.code)
            _compare(line, found, held, by)
            wrong = wholes.excesses(line.facts, figures[found.pk] if found else {})
            line.errors += [about(*key, sentence) for key, sentence in wrong]
    return lines


def _line(row: ImportedRow, columns: Columns, words: Words) -> Line:
    line = Line(row)
    for column, cell in zip(columns, row.cells, strict=True):
        key = column["fact"]
        if not key:
            continue
        try:
            _put(line, column, _readable(cell), words)
        except (ValidationError, uscc.BadCode) as error:
            texts = error.messages if isinstance(error, ValidationError) else [str(error.sentence)]
            line.errors += [labelled(column["header"], text) for text in texts]
    if not line.code and not line.errors:
        line.errors.append(_("The credit code is missing."))
    return line


def _readable(cell: Any) -> str | None:
    """The text of a cell; ValidationError for a formula or an error."""
    if isinstance(cell, dict):
        if cell["bad"] == "formula":
            raise ValidationError(_("This is a formula. Write its value instead."))
        raise ValidationError(_("This cell shows an error. Write a value instead."))
    return cell


def _put(line: Line, column: Mapping[str, Any], cell: str | None, words: Words) -> None:
    if cell is None or is_blank(cell):
        return  # what a list does not say stays as it is
    key = column["fact"]
    if key == CODE:
        line.code = uscc.parse(cell)
    elif FACTS[key].registered:
        line.registered[key] = words.value(key, cell, column["unit"])
    else:
        line.facts[key, column["year"]] = words.value(key, cell, column["unit"])


def _refuse_repeated(lines: Iterable[Line]) -> None:
    """An organization stands in a list once: the first line counts."""
    lines = list(lines)
    codes = {line.code for line in lines if line.code}
    rows = ImportedRow.objects.filter(imported=lines[0].row.imported_id, uscc__in=codes).order_by("number")
    first: dict[str, int] = {}
    for code, number in rows.values_list("uscc", "number"):
        first.setdefault(code, number)
    for line in lines:
        if line.code and first.setdefault(line.code, line.row.number) < line.row.number:
            line.errors.append(_("This organization stands in line %(n)d already.") % {"n": first[line.code]})


def _held(organizations: Iterable[int], keys: Iterable[Key]) -> dict[tuple[int, Key], Any]:
    """What holds today of these facts, as statements store it."""
    names = {name for name, _year in keys}
    rows = Statement.objects.filter(organization__in=organizations, key__in=names)
    return {
        (pk, (key, year)): value
        for pk, key, year, value in rows.holding(timezone.localdate()).values_list(
            "organization", "key", "year", "value"
        )
    }


def _compare(line: Line, present: Organization | None, held: Mapping[Any, Any], by: Capacity) -> None:
    if present is None:
        _complete(line)
    after = Organization(uscc=line.code) if present is None else present
    before = {name: _own(after, name) for name in line.registered} if present else {}
    reached = present is None or reaches(by, present)
    if present is None:
        set_registered(after, line.registered)
        reached = reaches(by, after)
    if not reached:
        line.errors.append(_("This organization lies outside of your region."))
    line.new = present is None
    line.changes = [
        [name, None, before.get(name), stored(value)]
        for name, value in line.registered.items()
        if before.get(name) != stored(value)
    ]
    for key, value in line.facts.items():
        was = held.get((present.pk, key)) if present else None
        if was != stored(value):
            line.changes.append([key[0], key[1], was, stored(value)])


def _complete(line: Line) -> None:
    """One that is new pays its taxes where it is registered, unless the list says otherwise."""
    for name in NEEDED:
        if name not in line.registered:
            sentence = _("The portal does not have this organization yet: its %(fact)s is missing.")
            line.errors.append(sentence % {"fact": FACTS[name].label})
    if "registered_region" in line.registered:
        line.registered.setdefault("tax_region", line.registered["registered_region"])
    line.registered.setdefault("kind", Organization.Kind.FIRM.value)


def _own(row: Organization, name: str) -> Any:
    """What stands on the organization, as statements store it."""
    return stored(getattr(row, FIELDS[name])) or None


def set_registered(row: Organization, values: Mapping[str, Any]) -> None:
    """Put values, regions and industries as codes."""
    for name, value in values.items():
        setattr(row, FIELDS[name], value)


FIELDS = {field.name: field.attname for field in Organization._meta.concrete_fields}
