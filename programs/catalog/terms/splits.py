"""Rates by tier, and who pays or bears which share."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from programs.catalog.terms.base import Box, ValueType, Wrong
from programs.catalog.terms.numbers import Money, Percent, decimal
from programs.catalog.terms.vocabulary import Vocabulary

MOST_TIERS = 4


class Shares(ValueType):
    """Who pays which share: [{"payer", "share"}]; shares are fractions that make one: "2/3"."""

    code = "shares"

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    def clean(self, raw: Any) -> list[dict[str, str]]:
        rows = raw if isinstance(raw, list) else []
        if not rows or not all(isinstance(row, dict) and set(row) == {"payer", "share"} for row in rows):
            raise Wrong(_("Give a list of who pays (payer) and which share (share)."))
        if unknown := [str(row["payer"]) for row in rows if row["payer"] not in self.vocabulary]:
            raise Wrong(_("“%(code)s” is not known here.") % {"code": unknown[0]})
        found = {row["payer"]: fraction(row["share"]) for row in rows}
        if len(found) < len(rows):
            raise Wrong(_("Somebody stands twice in the list of shares."))
        if sum(found.values()) != 1:
            raise Wrong(_("The shares have to make a whole: 100% together. Write thirds as 1/3 and 2/3."))
        return [{"payer": code, "share": str(found[code])} for code in self.vocabulary if code in found]

    def words(self, value: Any) -> str:
        parts = [
            _("%(payer)s %(share)s")
            % {"payer": self.vocabulary[row["payer"]], "share": share_in_words(Fraction(row["share"]))}
            for row in value
        ]
        return _(", ").join(parts)

    def schema(self) -> dict[str, Any]:
        share = {"type": "string", "pattern": r"^\d+(/\d+)?$", "example": "2/3"}
        payer = {"type": "string", "enum": list(self.vocabulary)}
        row = {
            "type": "object",
            "properties": {"payer": payer, "share": share},
            "required": ["payer", "share"],
        }
        return {"type": "array", "items": row, "minItems": 1}

    def boxes(self) -> list[Box]:
        return [Box(code, label) for code, label in self.vocabulary.items()]

    def typed(self, value: Any) -> dict[str, Any]:
        return {row["payer"]: share_in_words(Fraction(row["share"])) for row in value}

    def read(self, typed: dict[str, Any]) -> Any:
        return [{"payer": code, "share": typed[code]} for code in self.vocabulary if typed.get(code)] or None


def fraction(raw: Any) -> Fraction:
    """A share as 50, "50%" or "2/3"; more than nothing, at most the whole. Raises Wrong."""
    try:
        text = str(raw).strip()
        found = Fraction(text) if "/" in text else Fraction(decimal(raw)) / 100
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if not 0 < found <= 1:
        raise Wrong(_("“%(text)s” is not a share. Write it as 50%% or as 2/3.") % {"text": raw})
    return found


def share_in_words(share: Fraction) -> str:
    """A percentage where it is a round one, the fraction else."""
    return f"{share * 100}%" if (share * 100).denominator == 1 else str(share)


class Tiers(ValueType):
    """Rates by amount, from 0 without gaps: [{"over", "up_to", "rate"}]; the last may have no end (null)."""

    code = "tiers"
    money, percent = Money(), Percent()

    def clean(self, raw: Any) -> list[dict[str, Any]]:
        rows = raw if isinstance(raw, list) else []
        if not rows or not all(
            isinstance(row, dict) and set(row) == {"over", "up_to", "rate"} for row in rows
        ):
            raise Wrong(_("Give a list of tiers, each with over, up_to and rate."))
        if len(rows) > MOST_TIERS:
            raise Wrong(_("Give at most %(n)d tiers.") % {"n": MOST_TIERS})
        found = [self._tier(row) for row in rows]
        if decimal(found[0]["over"]) != 0:
            raise Wrong(_("The first tier starts at 0 yuan."))
        if any(before["up_to"] != after["over"] for before, after in pairwise(found)):
            raise Wrong(_("Each tier starts where the one before it ends; only the last has no end."))
        return found

    def _tier(self, row: dict[str, Any]) -> dict[str, Any]:
        over = self.money.clean(row["over"])
        up_to = None if row["up_to"] is None else self.money.clean(row["up_to"])
        if up_to is not None and decimal(up_to) <= decimal(over):
            raise Wrong(_("A tier ends above the amount at which it starts."))
        return {"over": over, "up_to": up_to, "rate": self.percent.clean(row["rate"])}

    def words(self, value: Any) -> str:
        return _("; ").join(self._tier_in_words(row) for row in value)

    def _tier_in_words(self, row: dict[str, Any]) -> str:
        whole, first, last = row["rate"] == "100", row["over"] == "0.00", row["up_to"] is None
        values = {
            "over": self.money.words(row["over"]),
            "up_to": "" if last else self.money.words(row["up_to"]),
            "rate": self.percent.words(row["rate"]),
        }
        if first and last:
            return (_("all of it in full") if whole else _("%(rate)s of all of it")) % values
        if first:
            return (
                _("the first %(up_to)s in full") if whole else _("%(rate)s of the first %(up_to)s")
            ) % values
        if last:
            return (_("above that in full") if whole else _("above that %(rate)s")) % values
        between = _("between %(over)s and %(up_to)s in full")
        return (between if whole else _("%(rate)s between %(over)s and %(up_to)s")) % values

    def schema(self) -> dict[str, Any]:
        money = self.money.schema()
        parts = {"over": money, "up_to": {**money, "nullable": True}, "rate": self.percent.schema()}
        return {
            "type": "array",
            "items": {"type": "object", "properties": parts, "required": list(parts)},
            "minItems": 1,
        }

    def boxes(self) -> list[Box]:
        end, rate = gettext_lazy("up to (empty: without end)"), pgettext_lazy("of a tier", "rate")
        found = []
        for n in range(1, MOST_TIERS + 1):
            found += [Box(f"up_to_{n}", end, Money.unit), Box(f"rate_{n}", rate, "%", ends_line=True)]
        return found

    def typed(self, value: Any) -> dict[str, Any]:
        found = {}
        for n, row in enumerate(value, start=1):
            found[f"up_to_{n}"] = (row["up_to"] or "").removesuffix(".00")
            found[f"rate_{n}"] = row["rate"]
        return found

    def read(self, typed: dict[str, Any]) -> Any:
        rows: list[dict[str, Any]] = []
        for n in range(1, MOST_TIERS + 1):
            up_to, rate = typed.get(f"up_to_{n}") or None, typed.get(f"rate_{n}") or None
            if rate is not None:
                rows.append({"over": rows[-1]["up_to"] if rows else 0, "up_to": up_to, "rate": rate})
            elif up_to is not None:
                raise Wrong(_("Tier %(n)d has no rate.") % {"n": n})
        if any(row["over"] is None for row in rows):
            raise Wrong(_("Each tier starts where the one before it ends; only the last has no end."))
        return rows or None
