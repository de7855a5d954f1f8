"""Which facts a file holds, as data: pages, imports, rules and tests read them here."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.texts import labelled


class Type(StrEnum):
    """How a value is written: MONEY is yuan with two places, COUNT a whole number, DATE YYYY-MM-DD,
    REGION a code of GB/T 2260, INDUSTRY a code of GB/T 4754, CHOICE one of `choices`."""

    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    DATE = "date"
    CHOICE = "choice"
    REGION = "region"
    INDUSTRY = "industry"


class Section(models.TextChoices):
    """The parts of a file that hold facts."""

    REGISTRATION = "registration", _("Registration")
    FIGURES = "figures", _("Figures by year")
    LISTS = "lists", _("Lists")


class LegalForm(models.TextChoices):
    LIMITED = "limited", _("Limited company")
    STOCK = "stock", _("Company limited by shares")
    PARTNERSHIP = "partnership", _("Partnership")
    SOLE = "sole", _("Sole proprietorship")
    FOREIGN = "foreign", _("Branch of a foreign company")
    INSTITUTION = "institution", _("Public institution")
    NONPROFIT = "nonprofit", _("Private non-enterprise unit")
    OTHER = "other", pgettext_lazy("legal form", "Other")


Choices = type[models.TextChoices]


@dataclass(frozen=True)
class Fact:
    """Something a file says of an organization. `yearly`: once for each year. `registered`: kept on the
    organization itself and changed through `organizations.services.edit`."""

    key: str
    section: Section
    type: Type
    label: Promise
    help: Promise | str = ""
    choices: Choices | None = None
    yearly: bool = False
    registered: bool = False
    personal: bool = False


def _registered(key: str, type_: Type, label: Promise, *, personal: bool = False) -> Fact:
    return Fact(key, Section.REGISTRATION, type_, label, registered=True, personal=personal)


def _figure(key: str, type_: Type, label: Promise, help_: Promise | str = "") -> Fact:
    return Fact(key, Section.FIGURES, type_, label, help_, yearly=True)


def _listed(key: str, label: Promise) -> Fact:
    help_ = _("The day on which the list was complete; until then, what is missing is unknown.")
    return Fact(key, Section.LISTS, Type.DATE, label, help_)


ALL = (
    _registered("name", Type.TEXT, _("name")),
    _registered("kind", Type.CHOICE, _("kind")),
    _registered("registered_region", Type.REGION, _("registered region")),
    _registered("tax_region", Type.REGION, _("tax region")),
    _registered("founded_on", Type.DATE, _("founded on")),
    _registered("industry", Type.INDUSTRY, _("industry")),
    _registered("legal_representative", Type.TEXT, _("legal representative"), personal=True),
    _registered("address", Type.TEXT, pgettext_lazy("postal", "address")),
    Fact("legal_form", Section.REGISTRATION, Type.CHOICE, _("legal form"), choices=LegalForm),
    Fact("registered_capital", Section.REGISTRATION, Type.MONEY, _("registered capital")),
    Fact("actual_controller", Section.REGISTRATION, Type.TEXT, _("actual controller"), personal=True),
    Fact(
        "in_district_since",
        Section.REGISTRATION,
        Type.DATE,
        _("in the district since"),
        _("Since when it is registered in the district of its license."),
    ),
    _figure("revenue", Type.MONEY, _("revenue")),
    _figure("profit", Type.MONEY, _("total profit"), _("A loss with a minus sign.")),
    _figure("net_assets", Type.MONEY, _("net assets"), _("At the end of the year.")),
    _figure("total_assets", Type.MONEY, _("total assets"), _("At the end of the year.")),
    _figure("total_cost", Type.MONEY, _("total cost and expense")),
    _figure("rd_expense", Type.MONEY, _("R&D expense")),
    _figure("rd_domestic", Type.MONEY, _("of it spent in mainland China")),
    _figure("hitech_income", Type.MONEY, _("income from hi-tech products and services")),
    _figure("staff", Type.COUNT, _("staff"), _("Average of the year.")),
    _figure("st_staff", Type.COUNT, _("of them in science and technology")),
    _listed("rights_listed_on", _("intellectual property complete as of")),
    _listed("qualifications_listed_on", _("qualifications complete as of")),
    _listed("credit_listed_on", _("credit record checked as of")),
    _listed("shareholders_listed_on", _("shareholders complete as of")),
)
FACTS = {fact.key: fact for fact in ALL}
SCALARS = {key: fact for key, fact in FACTS.items() if not fact.yearly}
FIGURES = {key: fact for key, fact in FACTS.items() if fact.yearly}


# where their names only make sense below another figure
ALONE = {"rd_domestic": _("R&D expense in mainland China"), "st_staff": _("science and technology staff")}


def label_of(name: str, year: int | None) -> str:
    """A fact in words that stand alone, with its year: revenue 2025."""
    label = str(ALONE.get(name, FACTS[name].label))
    return gettext("%(fact)s %(year)s") % {"fact": label, "year": year} if year else label


def labels_of(keys: Iterable[tuple[str, int | None]]) -> str:
    """Facts in words, one after the other."""
    return gettext(", ").join(label_of(*key) for key in keys)


def about(name: str, year: int | None, sentence: str) -> str:
    """A sentence with the fact and the year that it is about."""
    return labelled(label_of(name, year), sentence)
