"""How organizations are spread over the numbers of one threshold, as bars of an SVG drawing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.formats import amounts
from programs.eligibility.vocabulary import Kind
from programs.screening.whatif_controls import Scale, round_number, scale_of
from programs.screening.whatif_counting import Tally
from programs.screening.whatif_thresholds import COUNT, Threshold, plain
from programs.screening.whatif_words import kind_of

BARS = 10
WIDTH, LEFT, TOP, FLOOR, GAP = 680, 8, 44, 160, 12
PARTS = ("kept", "gained", "lost", "never")


def can_be_drawn(threshold: Threshold) -> bool:
    """Whether organizations have a number to be spread by."""
    return threshold.op not in (COUNT, "clean")


def edges_of(threshold: Threshold, value: Decimal) -> list[Decimal]:
    """Where bars begin, the first aside: some ten round numbers, with what holds and what is tried."""
    scale: Scale = scale_of(threshold, value)
    step = round_number((scale.high - scale.low) / BARS, whole=scale.step % 1 == 0)
    round_ones = [scale.low + step * n for n in range(1, BARS + 1) if scale.low + step * n <= scale.high]
    return sorted({*round_ones, threshold.value, value} - {scale.low})


def parting_tests(threshold: Threshold, edges: Sequence[Decimal]) -> list[dict[str, Any]]:
    """For each edge the test that an organization passes whose number is there or above."""
    leaf = {key: value for key, value in threshold.leaf.items() if key not in ("op", "value")}
    if threshold.span:
        return [leaf | {"op": "older_than", "value": {threshold.span: int(edge)}} for edge in edges]
    return [leaf | {"op": "at_least", "value": plain(edge)} for edge in edges]


@dataclass(frozen=True)
class Piece:
    """A part of a bar, from the floor up."""

    name: str
    y: str
    height: str


@dataclass(frozen=True)
class Bar:
    """One bar. `tally`: whom it counts."""

    label: str
    x: str
    middle: str
    top: str
    tally: Tally
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """Where a threshold lies."""

    x: str
    at: str
    words: str
    tried: bool


@dataclass(frozen=True)
class Chart:
    """Everything the drawing and its table show."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    width: str
    words: str


def chart(threshold: Threshold, value: Decimal, counted: Mapping[Any, Tally]) -> Chart:
    """The drawing of what was counted by `parting_tests`; a last bar for those whose number is unknown."""
    edges = edges_of(threshold, value)
    labels = [*_labels(edges, kind_of(threshold) == Kind.MONEY), _("unknown")]
    tallies = [*(counted.get(n, Tally()) for n in range(len(edges) + 1)), counted.get(None, Tally())]
    wide = (WIDTH - 2 * LEFT + GAP) / len(labels)
    most = max([tally.total for tally in tallies] + [1])
    bars = tuple(
        _bar(label, tally, LEFT + n * wide, wide - GAP, most)
        for n, (label, tally) in enumerate(zip(labels, tallies, strict=True))
    )
    lines = tuple(_lines(threshold, value, edges, wide))
    return Chart(bars, lines, f"{wide - GAP:.1f}", _in_words(bars))


def _bar(label: str, tally: Tally, x: float, width: float, most: int) -> Bar:
    pieces, y = [], float(FLOOR)
    for name in PARTS:
        height = getattr(tally, name) / most * (FLOOR - TOP)
        y -= height
        if height:
            pieces.append(Piece(name, f"{y:.1f}", f"{height:.1f}"))
    return Bar(label, f"{x:.1f}", f"{x + width / 2:.1f}", f"{y - 6:.1f}", tally, tuple(pieces))


def _lines(threshold: Threshold, value: Decimal, edges: list[Decimal], wide: float) -> Any:
    shown = [(threshold.value, _("now %(n)s"), False)]
    if value != threshold.value:
        shown.append((value, _("tried %(n)s"), True))
    for number, words, tried in shown:
        if number in edges:
            x = LEFT + (edges.index(number) + 1) * wide - GAP / 2
            n = _short(number, kind_of(threshold) == Kind.MONEY)
            yield Line(f"{x:.1f}", f"{x + 5:.1f}", words % {"n": n}, tried)


def _labels(edges: list[Decimal], money: bool) -> list[str]:
    words = [_short(edge, money) for edge in edges]
    between = [f"{low}\N{EN DASH}{high}" for low, high in pairwise(words)]
    return [f"<{words[0]}", *between, f"\N{GREATER-THAN OR EQUAL TO}{words[-1]}"] if words else []


def _short(number: Decimal, money: bool) -> str:
    """Money in 10,000 yuan, to the yuan and cent: a threshold of one yuan is not 0."""
    return amounts.grouped((number / amounts.WAN).normalize()) if money else amounts.trimmed(number)


def _in_words(bars: Sequence[Bar]) -> str:
    return _("; ").join(f"{bar.label}{_(': ')}{bar.tally.total:,}" for bar in bars)
