"""Whether a file holds a form at all: every row a block of known names, before anything is written."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from programs.forms.builder.document import Document, own_fields
from programs.forms.models import Choice, ExportColumn, Question, Rule, Section

MOST_ROWS = 2000
INSIDE: dict[type[Model], dict[str, Any]] = {
    Section: {"questions": Question},
    Question: {"choices": Choice, "parts": Question, "clause": dict},
    Rule: {"at": str},
    Choice: {},
    ExportColumn: {},
}
WHOLE = {"sections": Section, "rules": Rule, "exports": ExportColumn}
SHOWN = 5  # faults said at once


def read_file(text: str, version: int | None) -> Document:
    """The form in a file; Refused says what is wrong with it. `version`: of the format, None to trust it."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The file is no JSON: save it again from the form.")) from error
    if not isinstance(found, dict) or (version and found.get("kechuang_form") != version):
        raise Refused(_("The file holds no form. Use a file that “Save as a file” has written."))
    faults = list(_faults(found))
    if faults:
        raise Refused(" ".join(faults[:SHOWN]))
    return {name: found.get(name) or [] for name in WHOLE}


def _faults(found: dict[str, Any]) -> Iterator[str]:
    rows = 0
    for name, model in WHOLE.items():
        for fault in _of_rows(found.get(name, []), model, name, deep=0):
            if fault is None:
                rows += 1
            else:
                yield fault
    if rows > MOST_ROWS:
        yield _("The file has more than %(n)s rows: it is no form.") % {"n": MOST_ROWS}


def _of_rows(rows: Any, model: type[Model], where: str, deep: int) -> Iterator[str | None]:
    """A sentence for every fault, None for every row."""
    if not isinstance(rows, list):
        yield _("%(where)s: a list is expected.") % {"where": where}
        return
    for number, row in enumerate(rows, 1):
        yield None
        yield from _of_row(row, model, f"{where}/{number}", deep)


def _of_row(row: Any, model: type[Model], where: str, deep: int) -> Iterator[str | None]:
    if not isinstance(row, dict):
        yield _("%(where)s: a block of names and values is expected.") % {"where": where}
        return
    inside, known = INSIDE[model], {field.name for field in own_fields(model)}
    for name, value in row.items():
        there = f"{where}/{name}"
        if name in inside:
            yield from _inside(value, inside[name], there, deep)
        elif name not in known:
            yield _("%(where)s: there is no such field.") % {"where": there}
        elif not isinstance(value, str | int | float | bool | None):
            yield _("%(where)s: one value is expected.") % {"where": there}


def _inside(value: Any, what: Any, where: str, deep: int) -> Iterator[str | None]:
    if what is dict:
        named = isinstance(value, dict) and {"document", "number"} == set(value)
        if value is not None and not (named and all(isinstance(part, str) for part in value.values())):
            yield _("%(where)s: document and number are expected.") % {"where": where}
    elif what is str:
        if not isinstance(value, str):
            yield _("%(where)s: one value is expected.") % {"where": where}
    elif what is Question and deep > 1:
        yield _("%(where)s: parts have no parts.") % {"where": where} if value else None
    else:
        yield from _of_rows([] if value is None else value, what, where, deep + (what is Question))
