"""The inputs of one question: which there are follows from the fact."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.reference.models import Industry, Region
from programs.catalog.models import Program
from programs.eligibility.grammar import clean
from programs.eligibility.standards import STANDARDS
from programs.eligibility.vocabulary import OPERATORS, TESTABLE, Kind, Shape, Testable

Test = dict[str, Any]
STANDARD = "standard"
YEARS = [
    (-1, _("last year")),
    (-2, _("the year before last")),
    (-3, _("three years ago")),
    (0, _("the reference year itself")),
]
SPANS = [("years", _("years")), ("months", _("months")), ("days", _("days"))]


class FactForm(forms.Form):
    """What is asked about."""

    fact = forms.ChoiceField(label=_("What is asked about"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["fact"]
        facts = sorted((str(testable.label), key) for key, testable in TESTABLE.items())
        standards = [(f"{STANDARD}:{key}", standard.title) for key, standard in STANDARDS.items()]
        field.choices = [
            (gettext("Facts of the file"), [(key, label) for label, key in facts]),
            (gettext("Standards"), standards),
        ]


def test_of_standard(fact: str) -> Test | None:
    """The test that a chosen standard is, or None for a fact."""
    prefix, _colon, key = fact.partition(":")
    return clean({STANDARD: key}) if prefix == STANDARD else None


class LeafForm(forms.Form):
    """The operators of a fact, and an input for each shape of value they take."""

    op = forms.ChoiceField(label=_("How it is compared"))

    def __init__(self, data: Any = None, *, testable: Testable, test: Test | None = None) -> None:
        own = test is not None and test.get("fact") == testable.key
        super().__init__(data, initial=_initial(test) if own and test else {})
        self.testable = testable
        shapes = {OPERATORS[key].shape for key in testable.operators}
        op: Any = self.fields["op"]
        op.choices = [(key, OPERATORS[key].label) for key in testable.operators]
        if testable.named:
            self.fields["of"] = forms.ChoiceField(label=_("Of which program or group"), choices=_named())
        if testable.yearly:
            self.fields["year"] = forms.TypedChoiceField(
                label=pgettext_lazy("of a figure", "Year"), choices=YEARS, coerce=int
            )
        for name, field in _fields(testable, shapes).items():
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """The test, in `test`; whatever the grammar says about it is said here."""
        values = super().clean() or {}
        if self.errors:
            return values
        made = {"fact": self.testable.key, "op": values["op"]}
        made |= {name: values[name] for name in ("of", "year") if name in values}
        shape = OPERATORS[values["op"]].shape
        if shape is not Shape.NONE:
            made["value"] = self._value(shape, values)
        values["test"] = clean(made)
        return values

    def _value(self, shape: Shape, values: dict[str, Any]) -> Any:
        match shape:
            case Shape.RANGE:
                return [values.get("value") or "", values.get("upper") or ""]
            case Shape.SPAN:
                if values.get("span") is None:
                    raise ValidationError(gettext("Write how long, as a whole number."))
                return {values["unit"]: values["span"]}
            case Shape.ONE if "chosen" in values:
                if len(values["chosen"]) != 1:
                    raise ValidationError(gettext("Choose exactly one answer, or compare with “is one of”."))
                return values["chosen"][0]
            case Shape.ONE:
                return values.get("value") or ""
            case Shape.RECORDS | Shape.KINDS:
                years = values.get("years")
                return {"kinds": values["chosen"]} | ({} if years is None else {"years": years})
            case _:
                return values["chosen"]


def _fields(testable: Testable, shapes: set[Shape]) -> dict[str, forms.Field]:
    found: dict[str, forms.Field] = {}
    if choices := _choices(testable):
        many = testable.kind in (Kind.REGION, Kind.INDUSTRY)
        widget: Any = forms.SelectMultiple(attrs={"size": 12}) if many else forms.CheckboxSelectMultiple()
        found["chosen"] = forms.MultipleChoiceField(
            label=_("Allowed answers"), choices=choices, widget=widget, required=False
        )
    elif Shape.ONE in shapes:
        unit = str(testable.unit)
        as_day = testable.kind is Kind.DATE
        help_ = (
            gettext("Write the day as 2026-12-31.") if as_day else gettext("In %(unit)s.") % {"unit": unit}
        )
        found["value"] = forms.CharField(
            label=_("Value"), required=False, max_length=30, help_text=help_ if as_day or unit else ""
        )
        found["upper"] = forms.CharField(
            label=_("Upper end"), required=False, max_length=30, help_text=_("Only for “between”.")
        )
    if Shape.SPAN in shapes:
        found["span"] = forms.IntegerField(
            label=_("How long"), required=False, min_value=0, help_text=_("Only for “so long ago”.")
        )
        found["unit"] = forms.ChoiceField(label=_("Counted in"), choices=SPANS, required=False)
    if shapes & {Shape.RECORDS, Shape.KINDS}:
        found["years"] = forms.IntegerField(
            label=_("Looking back so many years"),
            required=False,
            min_value=0,
            max_value=100,
            help_text=_("Empty: only what is in force on the day counts."),
        )
    return found


def _choices(testable: Testable) -> list[tuple[str, str]]:
    if testable.kind is Kind.REGION:
        return [(region.code, f"{region.code} {region}") for region in Region.objects.order_by("code")]
    if testable.kind is Kind.INDUSTRY:
        return [(row.code, str(row)) for row in Industry.objects.order_by("code")]
    return [(key, str(label)) for key, label in testable.choices.choices] if testable.choices else []


def _named() -> list[tuple[str, str]]:
    groups = Program.objects.exclude(exclusion_group="").values_list("exclusion_group", flat=True)
    programs = Program.objects.order_by("title").values_list("slug", "title")
    found = [(group, gettext("Group: %(name)s") % {"name": group}) for group in sorted(set(groups))]
    return [*found, *programs]


def _initial(test: Test) -> dict[str, Any]:
    """What the inputs show of a test."""
    found: dict[str, Any] = {key: test[key] for key in ("op", "of", "year") if key in test}
    value = test.get("value")
    match OPERATORS[test["op"]].shape, value:
        case Shape.RANGE, [low, high]:
            return found | {"value": low, "upper": high}
        case Shape.SPAN, dict():
            unit, span = next(iter(value.items()))
            return found | {"span": span, "unit": unit}
        case ((Shape.RECORDS | Shape.KINDS), dict()):
            return found | {"chosen": value["kinds"], "years": value.get("years")}
        case Shape.ONE, _:
            return found | {"value": value, "chosen": [value]}
        case _:
            return found | {"chosen": value or []}
