"""The inputs of the what-if page: a number and a slider for each threshold, and the amount for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.formats import amounts
from portal.ui.texts import current_language
from programs.catalog.models import Condition
from programs.eligibility.grammar import clean
from programs.screening.whatif_thresholds import Threshold, changed, plain, with_changes
from programs.screening.whatif_words import label_of, unit_of, with_unit

STEPS = 20
MOST = Decimal(10) ** 15
AMOUNT = "amount"


@dataclass(frozen=True)
class Scale:
    """A slider: from, to, and what a step is."""

    low: Decimal
    high: Decimal
    step: Decimal


def scale_of(threshold: Threshold, value: Decimal) -> Scale:
    """From zero to about three times what holds, so that both numbers are on it; percent up to 100."""
    reach = max(abs(threshold.value) * 3, abs(value), Decimal(10))
    if unit_of(threshold) == "%":
        reach = min(reach, max(Decimal(100), abs(value)))
    step = round_number(reach / STEPS, whole=is_whole(threshold))
    high = (reach / step).to_integral_value(ROUND_CEILING) * step
    low = -high if min(threshold.value, value) < 0 else Decimal(0)
    return Scale(low, high, step)


def is_whole(threshold: Threshold) -> bool:
    """Whether only whole numbers make sense."""
    return unit_of(threshold) != "%"


def round_number(number: Decimal, *, whole: bool) -> Decimal:
    """1, 2 or 5 with zeros, at least the number; a whole one is at least 1."""
    found = Decimal(1) if whole else Decimal("0.5")
    while found < number:
        for factor in (2, 5, 10):
            if found * factor >= number:
                return found * factor
        found *= 10
    return found


@dataclass(frozen=True)
class Control:
    """One threshold as the page shows it. `field`: None where a policy fixes the number."""

    threshold: Threshold
    field: Any
    value: Decimal

    @property
    def label(self) -> str:
        return label_of(self.threshold)

    @property
    def unit(self) -> str:
        return unit_of(self.threshold)

    @property
    def scale(self) -> Scale:
        return scale_of(self.threshold, self.value)

    @property
    def now(self) -> str:
        """What holds, in words."""
        return with_unit(self.threshold, self.threshold.value)

    @property
    def tried(self) -> str:
        """What is tried, in words."""
        return with_unit(self.threshold, self.value)

    @property
    def text(self) -> str:
        """What the input holds: what was typed where it is wrong."""
        typed = self.field.data if self.field is not None and self.field.errors else None
        return plain(self.value) if typed is None else str(typed)

    @property
    def said(self) -> str:
        """What was changed, in words; "" where nothing was."""
        if self.value == self.threshold.value:
            return ""
        by = {"by": with_unit(self.threshold, abs(self.value - self.threshold.value), difference=True)}
        loose = self.threshold.loosens(self.value)
        return _("changed, loosened by %(by)s") % by if loose else _("changed, tightened by %(by)s") % by


class WhatIfForm(forms.Form):
    """Numbers by the address of their threshold. What is left empty stays as it is."""

    amount = forms.DecimalField(
        label=gettext_lazy("Average for each"), min_value=0, max_value=MOST, decimal_places=2, required=False
    )

    def __init__(
        self,
        conditions: Sequence[Condition],
        thresholds: Sequence[Threshold],
        amount: Decimal | None,
        data: Any,
    ) -> None:
        super().__init__(data)
        self.conditions, self.thresholds, self.usual = conditions, thresholds, amount
        self.fields[AMOUNT].initial = amount
        for row in thresholds:
            if not row.is_fixed:
                self.fields[row.address] = forms.DecimalField(
                    label=label_of(row),
                    required=False,
                    min_value=-MOST,
                    max_value=MOST,
                    decimal_places=2 if unit_of(row) == "%" else 0,
                    initial=row.value,
                )

    def clean(self) -> dict[str, Any]:
        """The tests with the new numbers still have to say something."""
        values = super().clean() or {}
        if self.errors:
            return values
        tests = with_changes(self.conditions, self._changes(values))
        for row in self.thresholds:
            try:
                clean(tests[row.condition.pk])
            except ValidationError as error:
                if row.address in self.fields and row.address not in self.errors:
                    self.add_error(row.address, error.messages)
        return values

    def _changes(self, values: Mapping[str, Any]) -> dict[str, Decimal]:
        given = {key: value for key, value in values.items() if key != AMOUNT and value is not None}
        return changed(self.thresholds, given)

    @cached_property
    def changes(self) -> dict[str, Decimal]:
        """The thresholds that differ, by address; none while something is wrong."""
        return self._changes(self.cleaned_data) if self.is_valid() else {}

    @cached_property
    def amount_for_each(self) -> Decimal | None:
        """Yuan that each one that qualifies is reckoned with; None where nobody said."""
        given: Decimal | None = self.cleaned_data.get(AMOUNT) if self.is_valid() else None
        return self.usual if given is None else given

    def controls(self) -> list[Control]:
        """Every threshold, in order."""
        found = []
        for row in self.thresholds:
            field = self[row.address] if row.address in self.fields else None
            found.append(Control(row, field, self.changes.get(row.address, row.value)))
        return found

    def amount_now(self) -> str:
        """The usual amount in words."""
        return amounts.wan(self.usual, current_language()) if self.usual is not None else ""
