"""Money, percentages, counts, lengths of time, and ranges of them."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from portal.ui.formats import amounts
from portal.ui.texts import current_language
from programs.catalog.terms.base import Box, ValueType, Words, Wrong
from programs.policies.figures import amount
from programs.policies.models import Comparison, MeasureFigure

MOST_MONEY = Decimal(10) ** 14
MOST_COUNT = 10**9


def decimal(raw: Any) -> Decimal:
    """A number as typed or read, separators of thousands taken out; raises Wrong."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise Wrong(_("Give a number."))
    try:
        found = Decimal(str(raw).strip().replace(",", "").replace("，", "").removesuffix("%"))
    except InvalidOperation:
        raise Wrong(_("“%(text)s” is not a number.") % {"text": raw}) from None
    if not found.is_finite():
        raise Wrong(_("“%(text)s” is not a number.") % {"text": raw})
    return found


class Number(ValueType):
    """One number. `unit` stands behind its field."""

    unit: Words = ""

    def boxes(self) -> list[Box]:
        return [Box(unit=self.unit)]

    def typed(self, value: Any) -> dict[str, Any]:
        return {"": str(value)}


class Money(Number):
    """Yuan, kept as a text with two places: "200000.00"."""

    code = "money"
    unit = pgettext_lazy("unit", "yuan")

    def clean(self, raw: Any) -> str:
        found = decimal(raw)
        if not 0 <= found < MOST_MONEY or found != round(found, 2):
            raise Wrong(_("Give an amount in yuan, zero or more, with at most two places."))
        return f"{found:.2f}"

    def words(self, value: Any) -> str:
        return amounts.wan(value, current_language()).replace(".00", "")  # a round sum, as policies say it

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "format": "decimal",
            "pattern": r"^\d{1,14}\.\d{2}$",
            "example": "200000.00",
        }

    def typed(self, value: Any) -> dict[str, Any]:
        return {"": str(value).removesuffix(".00")}


class Percent(Number):
    """0 to 100 with at most two places, kept as a text without needless zeros: "50", "33.33"."""

    code = "percent"
    unit = "%"

    def clean(self, raw: Any) -> str:
        found = decimal(raw)
        if not 0 <= found <= 100 or found != round(found, 2):
            raise Wrong(_("Give a percentage from 0 to 100, with at most two places."))
        return amounts.trimmed(found)

    def words(self, value: Any) -> str:
        return f"{value}%"

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "decimal", "pattern": r"^\d{1,3}(\.\d{1,2})?$", "example": "50"}


class Count(Number):
    """A whole number, zero or more."""

    code = "count"
    least = 0

    def clean(self, raw: Any) -> int:
        found = decimal(raw)
        if found != int(found) or not self.least <= found <= MOST_COUNT:
            raise Wrong(_("Give a whole number of %(least)s or more.") % {"least": self.least})
        return int(found)

    def words(self, value: Any) -> str:
        return amounts.grouped(Decimal(value))

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least}


class Months(Count):
    """A length of time in whole months."""

    code = "months"
    least, unit = 1, pgettext_lazy("unit", "months")

    def words(self, value: Any) -> str:
        return ngettext("%(n)d month", "%(n)d months", value) % {"n": value}


class Days(Count):
    """A length of time in whole days."""

    code = "days"
    least, unit = 1, pgettext_lazy("unit", "days")

    def words(self, value: Any) -> str:
        return ngettext("%(n)d day", "%(n)d days", value) % {"n": value}


class Years(Count):
    """A length of time in whole years."""

    code = "years"
    least, unit = 1, pgettext_lazy("unit", "years")

    def words(self, value: Any) -> str:
        return ngettext("%(n)d year", "%(n)d years", value) % {"n": value}


FIGURE_UNITS: dict[type[Number], dict[str, str]] = {
    Money: {"unit": "元", "unit_en": "yuan"},
    Percent: {"unit": "%", "unit_en": "%"},
}


class Range(ValueType):
    """From one number to a larger one of the same kind: {"from", "to"}."""

    def __init__(self, part: Number) -> None:
        self.part = part
        self.code = f"{part.code}_range"  # type: ignore[misc]  # one per kind of number

    def clean(self, raw: Any) -> dict[str, Any]:
        if not isinstance(raw, dict) or set(raw) != {"from", "to"}:
            raise Wrong(_("Give both ends: from and to."))
        found = {name: self.part.clean(raw[name]) for name in ("from", "to")}
        if decimal(found["from"]) >= decimal(found["to"]):
            raise Wrong(_("A range goes from the smaller number to the larger one."))
        return found

    def words(self, value: Any) -> str:
        unit = FIGURE_UNITS[type(self.part)]
        lower, upper = decimal(value["from"]), decimal(value["to"])
        return amount(MeasureFigure(comparison=Comparison.BETWEEN, number=lower, upper=upper, **unit))

    def schema(self) -> dict[str, Any]:
        part = self.part.schema()
        return {"type": "object", "properties": {"from": part, "to": part}, "required": ["from", "to"]}

    def boxes(self) -> list[Box]:
        return [
            Box("from", gettext_lazy("from"), self.part.unit),
            Box("to", gettext_lazy("to"), self.part.unit),
        ]

    def typed(self, value: Any) -> dict[str, Any]:
        return {name: self.part.typed(end)[""] for name, end in value.items()}

    def read(self, typed: dict[str, Any]) -> Any:
        found = {name: typed.get(name) for name in ("from", "to") if typed.get(name)}
        return found or None
