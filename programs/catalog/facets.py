"""How many programs each choice of a filter stands for, given the other filters; stored while it is true."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from programs.catalog.filters import (
    ALWAYS,
    APPLICANT_CHOICES,
    MONTH,
    NOT_OPEN,
    WEEK,
    ProgramFilter,
    closing_moment,
    enclosing,
)
from programs.catalog.leading import NO_ROUND, RANKS
from programs.catalog.models import Program, Round, StoredCounts
from programs.catalog.standing import State

AMOUNTS = (10_000, 50_000, 200_000, 1_000_000)  # yuan
FACETS = ("kind", "department", "level", "region", "applicant", "phase", "closing", "amount_min")
LONGEST = timedelta(minutes=10)  # names and places of departments change too
TOTAL, DOCUMENT = "total", "document"
COLUMNS = ("kind", "office", "level", "place", "whom", "rank", "dated", "soon", "worth")
PHASES = {rank: phase.value for phase, rank in RANKS.items()} | {NO_ROUND: NOT_OPEN}
Counts = dict[str, Counter[str]]  # by filter: how many by choice; `total` by "" is the number of results


@dataclass(frozen=True)
class Cell:
    """How many programs have the same kind, department, … phase and amount."""

    kind: str
    office: str
    level: str
    place: str
    whom: int  # bits, in the order of APPLICANT_CHOICES
    rank: int
    dated: int  # 1: the round has a deadline
    soon: int  # 2: closes this week and within the month, 1: within the month only, 0: neither
    worth: int  # how many of AMOUNTS it reaches
    count: int


def counts(found: ProgramFilter, base: QuerySet[Any], at: datetime, now: State) -> Counts:
    """The counts for what the address asks, stored or worked out. `base`: all programs, with their leads."""
    key = _key(found)
    if now.settled:
        stored = StoredCounts.objects.filter(
            key=key, edition=now.edition, since__lte=at, until__gt=at
        ).first()
        if stored:
            return {name: Counter(values) for name, values in stored.counts.items()}
    worked_out = _worked_out(found, base, at)
    if now.settled:
        _store(key, now, at, worked_out)
    return worked_out


def _key(found: ProgramFilter) -> str:
    """A digest of what is asked: the valid values of every filter but the order, synonyms included."""
    chosen = {name: value for name, value in found.form.cleaned_data.items() if name != "ordering"}
    values = {name: _plain(value) for name, value in chosen.items()}
    return sha256(
        repr((sorted(values.items()), found.asked, found.asked and found.whole)).encode()
    ).hexdigest()


def _plain(value: Any) -> Any:
    many = isinstance(value, list | QuerySet)
    return sorted(str(getattr(one, "pk", one)) for one in value) if many else str(value)


def _store(key: str, now: State, at: datetime, worked_out: Counts) -> None:
    """They are true until a row or a phase changes, at the latest until the day ends."""
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    row = StoredCounts(
        key=key,
        edition=now.edition,
        since=max(now.since, midnight),
        until=min(now.until, midnight + timedelta(days=1), at + LONGEST),
        counts=worked_out,
    )
    StoredCounts.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["edition", "since", "until", "counts"],
    )


def forget_old(now: datetime) -> None:
    """Take away what is no longer true. A part of the clock's job."""
    StoredCounts.objects.filter(until__lte=now).delete()


def _worked_out(found: ProgramFilter, base: QuerySet[Any], at: datetime) -> Counts:
    """In one query: a table of cells for all filters together, and one for each filter that is chosen.

    A choice is counted in the table that leaves its own filter out.
    """
    chosen = [name for name in FACETS if found.form.cleaned_data.get(name)]
    parts = [_cells(found.narrowed(base, without=name), name, at) for name in ("", *chosen)]
    parts.append(_documents(found.narrowed(base, without=DOCUMENT)))
    tables: dict[str, list[Cell]] = {}
    documents: Counter[str] = Counter()
    for name, *values in parts[0].union(*parts[1:], all=True).order_by():
        if name == DOCUMENT:
            documents[values[0]] = values[-1]
        else:
            tables.setdefault(name, []).append(Cell(*values))
    counted = {name: _counted(name, tables.get(name if name in chosen else "", [])) for name in FACETS}
    total = sum(cell.count for cell in tables.get("", []))
    return counted | {DOCUMENT: documents, TOTAL: Counter({"": total})}


def _cells(programs: QuerySet[Any], name: str, at: datetime) -> QuerySet[Any]:
    """Programs counted by everything that filters ask."""
    text, is_open = CharField(), Q(phase_rank=RANKS[Round.Phase.OPEN])
    week, month = (closing_moment(window, at).timestamp() for window in (WEEK, MONTH))
    worth = [When(amount_max__gte=amount, then=Value(place)) for place, amount in enumerate(AMOUNTS, 1)][::-1]
    soon = [When(is_open & Q(nearness__lt=week), then=2), When(is_open & Q(nearness__lt=month), then=1)]
    grouped = programs.order_by().annotate(
        part=Value(name, text),
        office=Cast("department__code", text),
        level=F("department__level"),
        place=Cast("department__region", text),
        whom=_whom(),
        rank=F("phase_rank"),
        dated=Case(When(nearness=None, then=0), default=1, output_field=IntegerField()),
        soon=Case(*soon, default=0, output_field=IntegerField()),
        worth=Case(*worth, default=0, output_field=IntegerField()),
    )
    return grouped.values("part", *COLUMNS).annotate(n=Count("pk")).values_list("part", *COLUMNS, "n")


def _whom() -> Any:
    """A bit for each sort of applicant that a published round is for."""
    rounds = Round.objects.filter(status=Round.Status.PUBLISHED)
    bits = [
        Case(
            When(pk__in=rounds.filter(applicant_kinds__contains=[value]).values("program"), then=1 << place),
            default=0,
            output_field=IntegerField(),
        )
        for place, (value, _) in enumerate(APPLICANT_CHOICES)
    ]
    return Coalesce(sum(bits[1:], bits[0]), 0)


def _documents(programs: QuerySet[Any]) -> QuerySet[Any]:
    """Programs counted by the documents on which they rest, in rows as wide as those of cells."""
    text, number = CharField(), IntegerField()
    links = Program.clauses.through.objects.filter(program__in=programs.order_by().values("pk")).annotate(
        part=Value(DOCUMENT, text),
        kind=Cast("clause__document__slug", text),
        office=Value("", text),
        level=Value("", text),
        place=Value("", text),
        whom=Value(0, number),
        rank=Value(0, number),
        dated=Value(0, number),
        soon=Value(0, number),
        worth=Value(0, number),
    )
    grouped = links.order_by().values("part", *COLUMNS).annotate(n=Count("program", distinct=True))
    return grouped.values_list("part", *COLUMNS, "n")


def _counted(name: str, cells: list[Cell]) -> Counter[str]:
    """The choices of one filter."""
    found: Counter[str] = Counter()
    for cell in cells:
        for value in _choices(name, cell):
            found[value] += cell.count
    return found


def _choices(name: str, cell: Cell) -> list[str]:
    """The choices under which a program of the cell comes."""
    match name:
        case "kind":
            return [cell.kind]
        case "department":
            return [cell.office]
        case "level":
            return [cell.level]
        case "region":
            return [cell.place]
        case "applicant":
            return [value for place, (value, _) in enumerate(APPLICANT_CHOICES) if cell.whom >> place & 1]
        case "phase":
            always = cell.rank == RANKS[Round.Phase.OPEN] and not cell.dated
            return [PHASES[cell.rank], *([ALWAYS] if always else [])]
        case "closing":
            return {0: [], 1: [MONTH], 2: [WEEK, MONTH]}[cell.soon]
    return [str(amount) for amount in AMOUNTS[: cell.worth]]


def of_region(regions: Counter[str], code: str) -> int:
    """Programs offered in a region or one around it."""
    return sum(regions[place] for place in dict.fromkeys(enclosing(code)))


def loosened(found: ProgramFilter, base: QuerySet[Any]) -> list[tuple[str, int]]:
    """Where nothing matches: the filters whose taking away leaves something, the most first; in one query."""
    names = [name for name, value in found.form.cleaned_data.items() if value and name != "ordering"]
    parts = [
        found.narrowed(base, without=name)
        .order_by()
        .annotate(part=Value(name, CharField()))
        .values("part")
        .annotate(n=Count("pk"))
        .values_list("part", "n")
        for name in names
    ]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True).order_by() if len(parts) > 1 else parts[0]
    return sorted(((name, count) for name, count in rows if count), key=lambda row: -row[1])
