"""The lines of a list on its page: what is wrong first, then what changes; the others on request."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from portal.facts.definitions import FACTS, Type
from portal.facts.showing import Names, words
from portal.facts.values import typed
from portal.files.lines import Lines
from portal.importing.models import ImportedList, ImportedRow
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region
from portal.ui.texts import localized


@dataclass(frozen=True)
class Told:
    """A line in words; each change as (what, before, after)."""

    row: ImportedRow
    name: str
    changes: list[tuple[str, str, str]]


class Shown(Lines[ImportedRow]):
    """The lines of an imported list that are shown."""

    def __init__(self, imported: ImportedList, asked: Mapping[str, Any]) -> None:
        self.imported = imported
        super().__init__(imported.rows.order_by("number"), asked)

    @property
    def lines(self) -> Iterator[Told]:
        """The lines of the page in words, in three queries."""
        rows = list(self.page)
        codes = {row.uscc for row in rows}
        present = dict(Organization.objects.filter(uscc__in=codes).values_list("uscc", "name"))
        names = _names(rows)
        for row in rows:
            yield Told(row, present.get(row.uscc) or self._said(row), _told(row, names))

    def _said(self, row: ImportedRow) -> str:
        """The name as the list has it."""
        cells = zip(self.imported.columns, row.cells, strict=True)
        return next((str(cell or "") for own, cell in cells if own["fact"] == "name"), "")


def _told(row: ImportedRow, names: Names) -> list[tuple[str, str, str]]:
    found = []
    for key, year, before, after in row.changes:
        fact = FACTS[key]
        what = str(fact.label)
        if year is not None:
            what = _("%(fact)s %(year)s") % {"fact": fact.label, "year": year}
        found.append((what, words(fact, typed(key, before), names), words(fact, typed(key, after), names)))
    return found


def _names(rows: Iterable[ImportedRow]) -> Names:
    """Regions and industries that the changes name, in two queries."""
    coded = [key for key, fact in FACTS.items() if fact.type in (Type.REGION, Type.INDUSTRY)]
    changes = [change for row in rows for change in row.changes if change[0] in coded]
    codes = {code for _key, _year, *said in changes for code in said if code}
    named = {row.code: localized(row, "name") for row in Region.objects.filter(code__in=codes)}
    return named | {row.code: str(row) for row in Industry.objects.filter(code__in=codes)}
