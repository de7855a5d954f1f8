"""Spreadsheets in: looked through, then entered as a whole.

Looking through is entering it and taking everything back: what it says is what would happen, line by line.
What is entered has to be exactly what was looked at.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files.names import clean_name
from portal.files.services import store
from portal.versions import services as versions
from portal.versions.content import content_of
from portal.versions.differences import Change, changes
from programs.exchange.cells import as_text
from programs.exchange.columns import Column
from programs.exchange.models import Import, Table
from programs.exchange.reading import Sheet, read
from programs.exchange.tables import SHAPES, Shape, tables_of

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
SENTENCE = gettext_lazy("%(column)s: %(text)s")
ENTERED = gettext_lazy("Entered from %(file)s")


@dataclass(frozen=True)
class Line:
    """A row of a file: what it is about, what it does, or why it cannot."""

    number: int
    name: str
    does: str
    changes: list[Change] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Findings:
    """What a file does, line by line."""

    lines: list[Line]

    def count(self, does: str) -> int:
        """How many lines do it."""
        return sum(line.does == does for line in self.lines)

    @property
    def wrong(self) -> int:
        """Lines that cannot be entered."""
        return self.count(WRONG)

    @property
    def to_do(self) -> int:
        """Lines that change something."""
        return self.count(NEW) + self.count(CHANGED)

    @property
    def digest(self) -> str:
        """Of everything that is shown: another digest, another effect."""
        told = [
            (line.number, line.does, line.errors, [(c.label, c.before, c.after) for c in line.changes])
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def upload(table: Table, file: UploadedFile, *, by: User) -> Import:
    """Keep a file to look through. Refused where the table is not theirs or the file is none."""
    _require(table, by)
    stored = store(file, by)
    shape = SHAPES[table]
    read(stored, shape.columns, shape.key)
    return Import.objects.create(table=table, file=stored, name=clean_name(file.name or ""), by=by)


def look_through(imported: Import, *, by: User) -> Findings:
    """What entering the file would do now; nothing stays."""
    with transaction.atomic():
        found = _work(imported, by)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def enter(import_id: int, seen: str, *, by: User) -> Import:
    """Enter a file as a whole. Refused where a line is wrong or the effect is no longer what was `seen`."""
    imported = Import.objects.select_for_update(of=("self",)).get(pk=import_id)
    if imported.applied_at:
        raise Refused(_("This file is entered already. Upload it again to see what it would change now."))
    found = _work(imported, by)
    if found.digest != seen:
        raise Refused(_("Something changed in between. Look through the file again, then enter it."))
    if found.wrong:
        raise Refused(_("Nothing is entered while a line is wrong. Correct the file and upload it again."))
    imported.applied_at, imported.changed = timezone.now(), found.to_do
    imported.save(update_fields=["applied_at", "changed"])
    return imported


def _require(table: Table, by: User) -> None:
    if table not in tables_of(by):
        raise Refused(_("Only an administrator changes policy documents."))


def _work(imported: Import, by: User) -> Findings:
    """Every line in its own savepoint, so that one that is wrong spoils no other."""
    table = Table(imported.table)
    _require(table, by)
    shape = SHAPES[table]
    sheet = read(imported.file, shape.columns, shape.key)
    seen: dict[str, int] = {}
    return Findings([_line(shape, sheet, row, seen, by, imported.name) for row in sheet.rows])


def _line(
    shape: Shape, sheet: Sheet, row: tuple[int, dict[str, Any]], seen: dict[str, int], by: User, file: str
) -> Line:
    number, cells = row
    name = ""
    try:
        name = " ".join(as_text(cells[part]).strip() for part in shape.key)
        if first := seen.setdefault(name, number) if name in seen else None:
            raise ValidationError(_("Row %(n)d is about the same.") % {"n": first})
        seen[name] = number
        with transaction.atomic():
            return _entered(shape, sheet, Line(number, name, SAME), cells, by, file)
    except ValidationError as error:
        return Line(number, name, WRONG, errors=_sentences(shape, error))
    except Refused as refusal:
        return Line(number, name, WRONG, errors=[str(refusal)])
    except IntegrityError:
        return Line(number, name, WRONG, errors=[_("The database refuses this row: a value does not fit.")])


def _entered(shape: Shape, sheet: Sheet, line: Line, cells: dict[str, Any], by: User, file: str) -> Line:
    row, is_new = _found(shape, sheet.columns, cells)
    if not is_new:
        shape.guard(row, by)
    before = None if is_new else content_of(row)
    if not is_new:
        versions.record_found(row)
    _put(row, [own for own in sheet.columns if own.name not in shape.key], cells)
    row.full_clean()
    shape.guard(row, by)
    row.save()
    for own in sheet.columns:
        own.put_several(row, cells[own.name])
    after = content_of(row)
    if before == after:
        transaction.set_rollback(True)
        return line
    names = _differing(before["fields"], after["fields"]) if before else set()
    if sentence := "" if is_new else shape.refusal(row, names):
        raise Refused(sentence)
    shape.after(row)
    versions.record(row, by=by, what=ENTERED % {"file": file})
    found = changes(shape.model, before, after)
    return Line(line.number, line.name, NEW if is_new else CHANGED, found)


def _found(shape: Shape, columns: list[Column], cells: dict[str, Any]) -> tuple[Any, bool]:
    """The row that the key names, locked, or a new one."""
    blank: Any = shape.model()
    for own in columns:
        if own.name in shape.key:
            if not as_text(cells[own.name]).strip():
                raise ValidationError({own.name: _("This has to be filled in.")})
            _put(blank, [own], cells)
    named = {name: getattr(blank, name) for name in shape.key}
    rows: Any = shape.model._default_manager.select_for_update(of=("self",)).filter(**named)
    present = rows.first()
    return (blank, True) if present is None else (present, False)


def _put(row: Any, columns: list[Column], cells: dict[str, Any]) -> None:
    """Every cell, so that all errors of a line are told at once."""
    errors: dict[str, list[str]] = {}
    for own in columns:
        try:
            own.put(row, cells[own.name])
        except ValidationError as error:
            errors[own.name] = error.messages
    if errors:
        raise ValidationError(errors)


def _sentences(shape: Shape, error: ValidationError) -> list[str]:
    """What is wrong, each with the column it is in."""
    if not hasattr(error, "error_dict"):
        return error.messages
    labels = {own.name: own.headers[0] for own in shape.columns}
    return [
        text if name == NON_FIELD_ERRORS else SENTENCE % {"column": labels.get(name, name), "text": text}
        for name, texts in error.message_dict.items()
        for text in texts
    ]


def _differing(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name, value in after.items() if before.get(name) != value}
