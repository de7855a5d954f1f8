"""Pages of a case file: headings with tables, in the reader's language, that need nothing but a browser."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from applications.audit.archive import Part
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language


@dataclass(frozen=True)
class Table:
    """Rows under a heading. With `head`: a list; without: pairs of what and its value.

    `file`: (path, label) of a file of the archive that belongs here.
    """

    title: str
    rows: Sequence[Sequence[str]]
    head: Sequence[str] = ()
    file: tuple[str, str] | None = field(default=None)


def page(path: str, title: str, tables: Iterable[Table]) -> Part:
    """A page of a folder of the archive; it lies one folder deep, as its links assume."""
    context = {"LANGUAGE_CODE": get_language(), "title": title, "tables": list(tables)}
    return Part(path, title, render_to_string("audit/case_page.html", context).encode())


def row(*values: Any) -> list[str]:
    """Values as a reader writes them; nothing is a dash. What is money goes through `yuan` first."""
    return [_told(value) for value in values]


def yuan(value: Decimal | None) -> str:
    """An amount with its unit; a dash for none."""
    return _told(None) if value is None else amounts.money(value, current_language())


def _told(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return dates.moment(value, current_language())
    return dates.day(value, current_language()) if isinstance(value, date) else str(value)
