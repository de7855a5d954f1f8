"""What tests can ask about, as data: the editor makes its inputs from it, the grammar checks by it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.facts.definitions import FACTS, FIGURES, Type
from portal.facts.models import CreditRecord, Qualification
from portal.facts.models.current import TYPED
from portal.organizations.models import Organization
from programs.eligibility import derived
from programs.eligibility.lists import Support
from programs.eligibility.measures import Measure, Plain
from programs.eligibility.terms import stated


class Kind(StrEnum):
    """How a value is written: MONEY is yuan, PERCENT "3" for 3 %, the spans of time whole numbers."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    YEARS = "years"
    DAYS = "days"
    DATE = "date"
    CHOICE = "choice"
    REGION = "region"
    INDUSTRY = "industry"
    QUALIFICATION = "qualification"
    CREDIT = "credit"


class Shape(StrEnum):
    """What stands beside an operator: one value, several, two ends, a span such as {"years": 3}, codes of
    regions, kinds of qualifications, kinds of records, or nothing."""

    ONE = "one"
    MANY = "many"
    RANGE = "range"
    SPAN = "span"
    REGIONS = "regions"
    KINDS = "kinds"
    RECORDS = "records"
    NONE = "none"


@dataclass(frozen=True)
class Operator:
    key: str
    label: Promise
    shape: Shape
    comparison: str = ""


class SizeClass(models.TextChoices):
    LARGE = "large", _("Large firm")
    MEDIUM = "medium", _("Medium-sized firm")
    SMALL = "small", _("Small firm")
    MICRO = "micro", _("Micro firm")


OPERATORS = {
    operator.key: operator
    for operator in (
        Operator("equals", _("is"), Shape.ONE, "="),
        Operator("in", _("is one of"), Shape.MANY),
        Operator("at_least", _("at least"), Shape.ONE, ">="),
        Operator("at_most", _("at most"), Shape.ONE, "<="),
        Operator("more_than", _("more than"), Shape.ONE, ">"),
        Operator("less_than", _("less than"), Shape.ONE, "<"),
        Operator("between", _("between, both ends included"), Shape.RANGE),
        Operator("older_than", _("at least so long ago"), Shape.SPAN, "<="),
        Operator("younger_than", _("less than so long ago"), Shape.SPAN, ">"),
        Operator("within", _("within the region"), Shape.REGIONS),
        Operator("holds", _("holds one of"), Shape.KINDS),
        Operator("clean", _("has no record of"), Shape.RECORDS),
        Operator("has_value", _("is stated"), Shape.NONE),
    )
}
ORDERED = ("equals", "at_least", "at_most", "more_than", "less_than", "between")
OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.DATE: ("older_than", "younger_than", "equals", "at_least", "at_most", "between", "has_value"),
    Kind.CHOICE: ("equals", "in", "has_value"),
    Kind.INDUSTRY: ("in", "has_value"),
    Kind.REGION: ("within", "has_value"),
    Kind.QUALIFICATION: ("holds",),
    Kind.CREDIT: ("clean",),
}
KINDS = {
    Type.MONEY: Kind.MONEY,
    Type.COUNT: Kind.COUNT,
    Type.DATE: Kind.DATE,
    Type.CHOICE: Kind.CHOICE,
    Type.REGION: Kind.REGION,
    Type.INDUSTRY: Kind.INDUSTRY,
}
UNITS = {
    Kind.MONEY: _("yuan"),
    Kind.PERCENT: pgettext_lazy("unit", "percent"),
    Kind.POINTS: pgettext_lazy("score", "points"),
    Kind.YEARS: pgettext_lazy("unit", "years"),
    Kind.DAYS: pgettext_lazy("unit", "days"),
}


@dataclass(frozen=True)
class Testable:
    """Something a test can ask about. `measure`: what is compared, given the offset of the year or the name
    behind `of`; None for lists. `yearly`: a test names the year. `named`: a test names a program or an
    exclusion group behind `of`."""

    key: str
    label: Promise | str
    kind: Kind
    operators: tuple[str, ...]
    measure: Callable[[Any], Measure] | None = None
    choices: type[models.TextChoices] | None = None
    yearly: bool = False
    named: bool = False

    @property
    def unit(self) -> Promise | str:
        """What its numbers are in; empty where they need no unit."""
        return UNITS.get(self.kind, "")

    def label_of(self, value: str) -> str:
        """A choice in words."""
        return str(self.choices(value).label) if self.choices else value


ALONE = {  # labels that in a table of figures lean on the line above
    "rd_domestic": _("R&D expense in mainland China"),
    "st_staff": _("science and technology staff"),
}


def _fact(key: str) -> Testable:
    fact = FACTS[key]
    kind = KINDS[fact.type]
    return Testable(
        key,
        ALONE.get(key, fact.label),
        kind,
        OF_KIND.get(kind, (*ORDERED, "has_value")),
        lambda offset: Plain(stated(key, offset)),
        choices=Organization.Kind if key == "kind" else fact.choices,
        yearly=fact.yearly,
    )


def _derived(
    key: str, label: Promise, kind: Kind, choices: type[models.TextChoices] | None = None
) -> Testable:
    operators = OF_KIND.get(kind, ORDERED)
    yearly = key not in UNDATED
    return Testable(key, label, kind, operators, getattr(derived, key), choices, yearly=yearly)


UNDATED = {
    "age_days",
    "age_years",
    "years_in_district",
    "rights_class_one",
    "rights_class_two",
    "invention_patents",
}
STATED = {*TYPED, *FIGURES}
ALL = (
    *(_fact(key) for key in FACTS if key in STATED and not key.endswith("_listed_on")),
    _derived("age_days", _("days since founding"), Kind.DAYS),
    _derived("age_years", _("full years since founding"), Kind.YEARS),
    _derived("years_in_district", _("full years in the district"), Kind.YEARS),
    _derived("sme_class", _("size class"), Kind.CHOICE, SizeClass),
    _derived("rd_intensity", _("R&D expense as a share of revenue"), Kind.PERCENT),
    _derived("rd_to_cost", _("R&D expense as a share of total cost"), Kind.PERCENT),
    _derived("rd_ratio_3y", _("R&D expense as a share of revenue over three years"), Kind.PERCENT),
    _derived("rd_domestic_share", _("share of R&D spent in mainland China over three years"), Kind.PERCENT),
    _derived("st_staff_share", _("share of staff in science and technology"), Kind.PERCENT),
    _derived("hitech_income_share", _("share of income from hi-tech products and services"), Kind.PERCENT),
    _derived("growth_score", _("growth score, lowest of its bands"), Kind.POINTS),
    _derived("st_sme_score", _("S&T SME score"), Kind.POINTS),
    _derived("invention_patents", _("invention patents"), Kind.COUNT),
    _derived("rights_class_one", _("rights of class I"), Kind.COUNT),
    _derived("rights_class_two", _("rights of class II"), Kind.COUNT),
    Testable(
        "support_this_year",
        _("support received this year"),
        Kind.MONEY,
        ORDERED,
        lambda of: Plain(Support(of)),
        named=True,
    ),
    Testable(
        "qualifications",
        _("qualifications"),
        Kind.QUALIFICATION,
        OF_KIND[Kind.QUALIFICATION],
        choices=Qualification.Kind,
    ),
    Testable("credit", _("credit record"), Kind.CREDIT, OF_KIND[Kind.CREDIT], choices=CreditRecord.Kind),
)
TESTABLE = {testable.key: testable for testable in ALL}
