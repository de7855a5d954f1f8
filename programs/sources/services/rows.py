"""The one door to rows: every change starts from the revision a person saw and is told who was faster."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused, Stale
from programs.sources.headings import heading_of
from programs.sources.marks import mark_of
from programs.sources.models import DraftClause, SourceFile

FIELDS = ("level", "printed", "number", "heading", "summary", "text")
_ENDS = ("。", "；", "：", "！", "？", ".", ";", ":")


class RowChanged(Stale):
    """Somebody else changed the row; `row` is as it is now. Nothing was overwritten."""

    def __init__(self, row: DraftClause) -> None:
        super().__init__(
            _("%(person)s changed this row meanwhile. Nothing was overwritten: compare, then save again.")
            % {"person": row.changed_by or _("Somebody")}
        )
        self.row = row


def _held(row_id: int, revision: int | None) -> DraftClause:
    """The row under the lock of its file. Raises RowChanged for another revision."""
    source = SourceFile.objects.select_for_update(of=("self",)).get(rows__pk=row_id)
    if source.state != SourceFile.State.READY:
        raise Refused(_("This file is still being read."))
    row = DraftClause.objects.select_related("changed_by", "source").get(pk=row_id)
    if revision is not None and row.revision != revision:
        raise RowChanged(row)
    return row


def _write(row: DraftClause, by: User) -> DraftClause:
    row.revision += 1
    row.changed_by, row.changed_at = by, timezone.now()
    row.save()
    return row


@transaction.atomic
def save(row_id: int, revision: int, values: Mapping[str, object], by: User) -> DraftClause:
    """Keep what was typed (a subset of FIELDS). What is the same already is no change, whoever typed it."""
    row = _held(row_id, None)
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed and not row.doubt:
        return row
    if row.revision != revision:
        raise RowChanged(row)
    for name, value in changed.items():
        setattr(row, name, value)
    row.doubt = ""  # a person has looked
    return _write(row, by)


@transaction.atomic
def join(row_id: int, revision: int, by: User) -> DraftClause:
    """Add a row's wording to the row before it; the row can be put back. Returns the row before."""
    row = _held(row_id, revision)
    before = _neighbor(row, -1)
    if before is None:
        raise Refused(_("There is no row before this one."))
    wording = _wording(row)
    broken = before.text and not before.text.endswith(_ENDS)
    before.text = "".join([before.text, "" if broken or not before.text or not wording else "\n", wording])
    before.summary = "\n".join(part for part in (before.summary, row.summary) if part)
    row.removed = True
    _write(row, by)
    return _write(before, by)


def _wording(row: DraftClause) -> str:
    """All that was printed of a row."""
    shown = "" if row.heading and row.text.startswith(row.heading) else row.heading
    first = (
        f"{row.printed}{'、' if row.printed and not row.printed.endswith(('）', ')', '条', '是')) else ''}"
    )
    if row.printed and row.text.startswith(row.printed):
        first = ""
    return f"{first}{shown}{chr(10) if shown and row.text else ''}{row.text}"


@transaction.atomic
def split(row_id: int, revision: int, before: str, after: str, by: User) -> DraftClause:
    """Cut a row's wording in two; the second part is a row of its own behind it, which is returned."""
    row = _held(row_id, revision)
    if not after.strip():
        raise Refused(_("Put the cursor, or a line with three hyphens (---), where the second part begins."))
    mark = mark_of(after.strip())
    heading, text = heading_of(mark) if mark else ("", after.strip())
    made = _insert(row.source, row.position + 1, row.page, row.level)
    made.printed, made.heading, made.text = (mark.printed if mark else "")[:40], heading[:120], text
    row.text = before.strip()
    _write(row, by)
    return _write(made, by)


@transaction.atomic
def add(source_id: int, page: int, after: int | None, by: User) -> DraftClause:
    """An empty row behind the row `after`, or as the first of the page."""
    source = SourceFile.objects.select_for_update(of=("self",)).get(pk=source_id)
    if after is not None:
        row = _held(after, None)
        return _write(_insert(source, row.position + 1, row.page, row.level), by)
    next_row = source.rows.filter(page__gte=page).order_by("position").first()
    last = source.rows.order_by("-position").first()
    position = next_row.position if next_row else (last.position + 1 if last else 1)
    return _write(_insert(source, position, page, 1), by)


def _insert(source: SourceFile, position: int, page: int, level: int) -> DraftClause:
    source.rows.filter(position__gte=position).update(position=F("position") + 1)
    return DraftClause.objects.create(source=source, position=position, page=page, level=level)


@transaction.atomic
def remove(row_id: int, revision: int, by: User) -> DraftClause:
    """Take a row away; it can be put back."""
    row = _held(row_id, revision)
    row.removed = True
    return _write(row, by)


@transaction.atomic
def put_back(row_id: int, revision: int, by: User) -> DraftClause:
    """Bring a removed row back to its place."""
    row = _held(row_id, revision)
    row.removed = False
    return _write(row, by)


@transaction.atomic
def move(row_id: int, revision: int, steps: int, by: User) -> DraftClause:
    """Change places with the row before (-1) or behind (1) it."""
    row = _held(row_id, revision)
    other = _neighbor(row, steps)
    if other is None:
        raise Refused(_("This row is already at the end."))
    row.position, other.position = other.position, row.position
    row.page, other.page = other.page, row.page
    other.save(update_fields=["position", "page"])
    return _write(row, by)


@transaction.atomic
def indent(row_id: int, revision: int, steps: int, by: User) -> DraftClause:
    """Put a row one level deeper (1) or higher (-1), with the rows that are parts of it."""
    row = _held(row_id, revision)
    above = _neighbor(row, -1)
    if not 1 <= row.level + steps <= (above.level + 1 if above else 1):
        raise Refused(_("A row is at most one level below the row before it."))
    below = row.source.rows.filter(position__gt=row.position, removed=False).order_by("position")
    for part in below:
        if part.level <= row.level:
            break
        part.level = min(max(part.level + steps, 1), DraftClause.DEEPEST)
        _write(part, by)
    row.level = min(row.level + steps, DraftClause.DEEPEST)
    return _write(row, by)


def _neighbor(row: DraftClause, steps: int) -> DraftClause | None:
    rows = DraftClause.objects.filter(source=row.source_id, removed=False)
    if steps < 0:
        return rows.filter(position__lt=row.position).order_by("-position").first()
    return rows.filter(position__gt=row.position).order_by("position").first()
