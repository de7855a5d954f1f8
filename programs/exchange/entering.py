"""Working through a file, sheet by sheet, inside a transaction of the caller.

Looking through is entering it and taking everything back: what it says is what would happen, row by row.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from portal.files.lines import Does
from portal.versions import services as versions
from portal.versions.content import content_of, digest_of
from portal.versions.differences import Change, changes
from programs.exchange.columns import Column, any_differs, put_all
from programs.exchange.reading import Read
from programs.exchange.shapes import Key, Parts, Row, Run, Shape, key_in, sentences

NEW, CHANGED, SAME, WRONG = Does.NEW, Does.CHANGED, Does.SAME, Does.WRONG
ENTERED = gettext_lazy("Entered from %(file)s")
CHUNK = 500
LONGEST_NAME = 300


@dataclass(frozen=True)
class Line:
    """A row of a file: what it is about, what it does or why it cannot.

    `base`: digest of the object before, so that another change of it is another effect.
    """

    sheet: str
    number: int
    name: str
    does: Does
    changes: list[Change] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    base: str = ""


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
        """Of everything that is shown, and of what it changes: another digest, another effect."""
        found = hashlib.sha256()
        for line in self.lines:
            told = [(c.label, c.before, c.after) for c in line.changes]
            row = (line.sheet, line.number, line.does, line.errors, told, line.base)
            found.update(json.dumps(row, ensure_ascii=False).encode())
        return found.hexdigest()


def work_through(sheets: list[Read], run: Run, tell: Callable[[int], object] = lambda done: None) -> Findings:
    """Enter the rows. `tell`: called with how many are done."""
    lines: list[Line] = []
    for sheet in sheets:
        done = len(lines)
        found = _objects(sheet, sheet.shape, run) if isinstance(sheet.shape, Shape) else _parts(sheet, run)
        for several in found:
            lines += several
            tell(len(lines))
        lines[done:] = sorted(lines[done:], key=lambda line: line.number)
    return Findings(lines)


def _objects(sheet: Read, shape: Shape, run: Run) -> Iterator[list[Line]]:
    """Every row in its own savepoint, so that one that is wrong spoils no other."""
    named = list(_named(sheet, shape.key))
    _hold(shape, [key for _row, key in named if isinstance(key, tuple)], run)
    for some in batched(named, CHUNK):
        present = _present(shape, [key for _row, key in some if isinstance(key, tuple)])
        for row, key in some:
            if isinstance(key, Line):
                yield [key]
            else:
                yield [_line(shape, sheet, row, key, present.get(key), run)]


def _named(sheet: Read, names: Key) -> Iterator[tuple[Row, Key | Line]]:
    """Every row with what names it, or with what is wrong with that."""
    seen: dict[Key, int] = {}
    for row in sheet.rows:
        key: Key = ()
        try:
            key = key_in(row.cells, names)
            if empty := [name for name, part in zip(names, key, strict=True) if not part]:
                raise ValidationError({empty[0]: _("This has to be filled in.")})
            if key in seen:
                raise ValidationError(_("Row %(n)d is about the same.") % {"n": seen[key]})
        except ValidationError as error:
            yield row, _wrong(sheet, row, key, sentences(error, sheet.columns))
        else:
            seen[key] = row.number
            yield row, key


def _hold(shape: Shape, keys: list[Key], run: Run) -> None:
    """Keep the rows of a file from others until all is entered, in one order: two files at once wait for
    each other and never both."""
    if run.lock:
        rows = shape.model._default_manager.filter(shape.named(keys)).order_by("pk")
        list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _present(shape: Shape, keys: list[Key]) -> dict[Key, Any]:
    return {shape.key_of(row): row for row in shape.objects().filter(shape.named(keys))}


def _line(shape: Shape, sheet: Read, row: Row, key: Key, present: Any, run: Run) -> Line:
    line = Line(shape.name, row.number, _name(key), SAME)
    values = [own for own in _fields(sheet) if own.name not in shape.key]
    try:
        if present is not None:
            shape.guard(present, run)
            if not any_differs(present, values, row.cells):
                return line
        with transaction.atomic():
            return _entered(shape, sheet, row, present, run, line)
    except ValidationError as error:
        return _wrong(sheet, row, key, sentences(error, shape.columns))
    except Refused as refusal:
        return _wrong(sheet, row, key, [str(refusal)])
    except IntegrityError:
        return _wrong(sheet, row, key, [_("The database refuses this row: a value does not fit.")])


def _entered(shape: Shape, sheet: Read, row: Row, present: Any, run: Run, line: Line) -> Line:
    found = shape.model() if present is None else present
    before = None if present is None else content_of(found)
    if present is not None:
        versions.record_found(found)
    is_new, columns = present is None, _fields(sheet)
    written = [own for own in columns if is_new or own.name not in shape.key]
    put_all(found, written, row.cells, run.names)
    found.full_clean()
    shape.guard(found, run)
    found.save()
    for own in columns:
        own.put_several(found, row.cells[own.name], run.names)
    after = content_of(found)
    if before == after:
        transaction.set_rollback(True)
        return line
    _refuse(shape, found, before, after)
    run.names.forget(shape.model)
    shape.after(found)
    versions.record(found, by=run.by, what=ENTERED % {"file": run.file})
    found_changes = changes(shape.model, before, after)
    if before is None:
        return replace(line, does=NEW, changes=found_changes)
    return replace(line, does=CHANGED, changes=found_changes, base=digest_of(before))


def _fields(sheet: Read) -> list[Column]:
    return [own for own in sheet.columns if isinstance(own, Column)]


def _refuse(shape: Shape, row: Any, before: Any, after: Any) -> None:
    if before is None:
        return
    names = {name for name, value in after["fields"].items() if before["fields"].get(name) != value}
    if sentence := shape.refusal(row, names):
        raise Refused(sentence)


def _parts(sheet: Read, run: Run) -> Iterator[list[Line]]:
    """All rows of an owner at once: it changes as a whole, and has one new version."""
    parts: Any = sheet.shape
    groups: dict[str, list[Row]] = {}
    keys: dict[int, Key] = {}
    for row, key in _named(sheet, parts.key):
        if isinstance(key, Line):
            yield [key]
        else:
            keys[row.number] = key
            groups.setdefault(key[0], []).append(row)
    _hold(parts.owner, [(name,) for name in groups], run)
    for names in batched(groups, CHUNK):
        present = _present(parts.owner, [(name,) for name in names])
        for name in names:
            yield _Group(sheet, parts, groups[name], keys, run).lines(name, present.get((name,)))


@dataclass(frozen=True)
class _Group:
    """The rows of one owner."""

    sheet: Read
    parts: Parts
    rows: list[Row]
    keys: dict[int, Key]
    run: Run

    def lines(self, name: str, owner: Any) -> list[Line]:
        """What each of them does."""
        shape = self.parts.owner
        if owner is None:
            sentence = _("There is no “%(name)s” among: %(rows)s.")
            told = sentence % {"name": name, "rows": shape.model._meta.verbose_name_plural}
            return self._all_wrong(self.rows, [told])
        differing: list[Row] = []
        try:
            shape.guard(owner, self.run)
            differing = self.parts.differing(owner, self.rows, self.sheet.has)
            with transaction.atomic():
                return self._entered(owner, differing) if differing else self._told({}, {})
        except ValidationError as error:
            return self._all_wrong(differing, sentences(error, shape.columns))
        except Refused as refusal:
            return self._all_wrong(differing or self.rows, [str(refusal)])
        except IntegrityError:
            words = [_("The database refuses this row: a value does not fit.")]
            return self._all_wrong(differing, words)

    def _entered(self, owner: Any, differing: list[Row]) -> list[Line]:
        shape, run = self.parts.owner, self.run
        before = content_of(owner)
        versions.record_found(owner)
        faults = self.parts.write(owner, differing, self.sheet.has, run.names)
        after = content_of(owner)
        told = {
            row.number: self.parts.told(before, after, owner, row)
            for row in differing
            if row.number not in faults
        }
        if faults or before == after:
            transaction.set_rollback(True)
            return self._told(told, faults)
        _refuse(shape, owner, before, after)
        shape.after(owner)
        versions.record(owner, by=run.by, what=ENTERED % {"file": run.file})
        return self._told(told, {}, digest_of(before))

    def _told(
        self, told: dict[int, list[Change]], faults: dict[int, list[str]], base: str = ""
    ) -> list[Line]:
        lines = []
        for row in self.rows:
            if row.number in faults:
                lines.append(_wrong(self.sheet, row, self.keys[row.number], faults[row.number]))
                continue
            found = told.get(row.number, [])
            line = Line(self.parts.name, row.number, _name(self.keys[row.number]), SAME)
            lines.append(replace(line, does=CHANGED, changes=found, base=base) if found else line)
        return lines

    def _all_wrong(self, rows: list[Row], words: list[str]) -> list[Line]:
        return self._told({}, {row.number: words for row in rows})


def _wrong(sheet: Read, row: Row, key: Key, words: list[str]) -> Line:
    return Line(sheet.shape.name, row.number, _name(key), WRONG, errors=words)


def _name(key: Key) -> str:
    return " ".join(key)[:LONGEST_NAME]
