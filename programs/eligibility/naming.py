"""Names of facts, and values of tests, in the reader's language."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from time import monotonic
from typing import Any

from django.db import models
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from portal.facts.values import Key
from portal.reference.models import Industry, Region
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized
from programs.eligibility.vocabulary import TESTABLE, Kind, Testable

REMEMBERED = 60  # seconds for which the names of regions and industries are kept
LISTS = {
    "rights_listed_on": gettext_lazy("whether all intellectual property is listed"),
    "qualifications_listed_on": gettext_lazy("whether all qualifications are listed"),
    "credit_listed_on": gettext_lazy("whether the credit record is complete"),
}
OVER_YEARS = {"rd_ratio_3y", "rd_domestic_share", "growth_score"}


class Names:
    """Rows of a reference table by their code, read at once and kept for a while."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows: dict[str, models.Model] = {}
        self.until = 0.0

    def name(self, code: str) -> str:
        """In the reader's language; the code itself where there is no such row."""
        if monotonic() > self.until or code not in self.rows:
            self.rows = {row.pk: row for row in self.model._default_manager.all()}
            self.until = monotonic() + REMEMBERED
        return localized(self.rows[code], "name") if code in self.rows else code


REGIONS, INDUSTRIES = Names(Region), Names(Industry)


Namer = Callable[[str], str]
_namers: list[Namer] = []


def register_programs(namer: Namer) -> None:
    """Name programs by their short names, "" for what is none (called from an AppConfig.ready)."""
    _namers.append(namer)


def joined(words: Iterable[str]) -> str:
    """Several in a row."""
    return (", " if get_language() == "en" else "、").join(words)


def dated(label: str, year: int | None, *, over_years: bool = False) -> str:
    """A fact with its year."""
    if year is None:
        return label
    sentence = _("%(fact)s up to %(year)s") if over_years else _("%(fact)s of %(year)s")
    return sentence % {"fact": label, "year": year}


def subject(testable: Testable, about: Any, reference_year: int) -> str:
    """What a test asks about, with its year or program."""
    if testable.named:
        program = next(filter(None, (namer(about) for namer in _namers)), about)
        return _("%(fact)s (%(program)s)") % {"fact": testable.label, "program": program}
    year = reference_year + about if testable.yearly else None
    return dated(str(testable.label), year, over_years=testable.key in OVER_YEARS)


def facts(keys: Iterable[Key]) -> str:
    """Facts that are missing, each with its year."""
    return joined(dated(label(key), year) for key, year in keys)


def label(key: str) -> str:
    """A stated fact."""
    return str(LISTS.get(key) or TESTABLE[key].label)


def stated(key: Key, value: Any) -> str:
    """A figure that is there."""
    name, year = key
    words = {"fact": dated(label(name), year), "value": figure(TESTABLE[name].kind, value)}
    return _("%(fact)s %(value)s") % words


def figure(kind: Kind, value: Any) -> str:
    """A number with its unit."""
    language = current_language()
    match kind:
        case Kind.MONEY:
            return amounts.wan(value, language)
        case Kind.PERCENT:
            return f"{amounts.grouped(Decimal(value))}%"
        case Kind.POINTS:
            return ngettext("%(count)s point", "%(count)s points", int(value)) % {"count": value}
        case Kind.YEARS:
            return ngettext("%(n)d year", "%(n)d years", int(value)) % {"n": value}
        case Kind.DAYS:
            return ngettext("%(n)d day", "%(n)d days", int(value)) % {"n": value}
        case _:
            return amounts.trimmed(Decimal(value))


def word(testable: Testable, value: Any) -> str:
    """A value in words."""
    if isinstance(value, date):
        return dates.day(value, current_language())
    match testable.kind:
        case Kind.REGION:
            return REGIONS.name(value)
        case Kind.INDUSTRY:
            return INDUSTRIES.name(value)
        case _ if testable.choices:
            return testable.label_of(value)
        case _:
            return figure(testable.kind, value)


def percent(value: Fraction, bound: Decimal | None = None) -> str:
    """With one place, or as many more as it takes to stand on the side of the bound on which it is."""
    for places in range(1, 5):
        shown = Decimal(round(value * 10**places)).scaleb(-places)
        if bound is None or _side(shown, bound) == _side(value, bound):
            break
    return f"{amounts.grouped(shown)}%"


def _side(value: Decimal | Fraction, bound: Decimal) -> int:
    return (value > bound) - (value < bound)


def span(value: dict[str, int]) -> str:
    """How long: 3 years, 18 months, 30 days."""
    (unit, count), *_rest = value.items()
    match unit:
        case "years":
            return ngettext("%(n)d year", "%(n)d years", count) % {"n": count}
        case "months":
            return ngettext("%(n)d month", "%(n)d months", count) % {"n": count}
        case _:
            return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}
