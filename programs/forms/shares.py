"""What each row and each kind of money of a budget comes to, and its share of the whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext as _

from programs.forms.kinds.figures import Money, plain
from programs.forms.kinds.simple import part_kind
from programs.forms.models import Question as Row
from programs.forms.screens import Question

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Share:
    """An amount in the unit of the first kind of money, figures only, and its share such as 37.5%; "" where
    nothing is known."""

    amount: str = ""
    percent: str = ""

    @property
    def words(self) -> str:
        """The share as it stands below a figure; the script fills in {percent}, too."""
        return _("{percent} of the whole").replace("{percent}", self.percent) if self.percent else ""


NOTHING = Share()


@dataclass(frozen=True)
class Shares:
    """By row and by kind of money; `whole` is what all of it comes to. `unit`: the question of the unit."""

    unit: Question
    rows: Mapping[str, Share] = field(default_factory=dict)
    kinds: Mapping[str, Share] = field(default_factory=dict)
    whole: Share = NOTHING


def shares_of(question: Question, value: Any) -> Shares | None:
    """The shares of a budget, over whatever of it is an amount; None where nothing is added up.

    Kinds of money are the columns with a sum: others only say what of these is for something.
    """
    counted = [part for part in question.parts if part.total and isinstance(part_kind(part), Money)]
    if question.kind != Row.Kind.BUDGET or not counted:
        return None
    known = {
        (row.value, part.key): amount
        for row in question.choices
        for part in counted
        if (amount := _amount(value, row.value, part.key)) is not None
    }
    whole, unit = sum(known.values(), Decimal(0)), counted[0]

    def share(at: int, key: str) -> Share:
        found = [amount for path, amount in known.items() if path[at] == key]
        return _share(unit, sum(found, Decimal(0)), whole) if found else NOTHING

    return Shares(
        unit,
        {row.value: share(0, row.value) for row in question.choices},
        {part.key: share(1, part.key) for part in counted},
        _share(unit, whole, whole) if known else NOTHING,
    )


def _amount(value: Any, row: str, part: str) -> Decimal | None:
    cells = value.get(row) if isinstance(value, dict) else None
    return Money().number(cells.get(part)) if isinstance(cells, dict) else None


def _share(unit: Question, amount: Decimal, whole: Decimal) -> Share:
    part = plain((amount * 100 / whole).quantize(TENTH, ROUND_HALF_UP)) + "%" if whole > 0 else ""
    return Share(Money().shown(unit, f"{amount:.2f}"), part)
