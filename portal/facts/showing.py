"""A file in words: each fact with its value, who stated it and since when it holds."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.facts.definitions import FACTS, FIGURES, SCALARS, Fact, Section, Type
from portal.facts.models import Statement
from portal.facts.needs import Need
from portal.facts.reading import File
from portal.facts.values import CENT, FIRST_YEAR, WAN, Key
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region
from portal.ui.formats import amounts, dates
from portal.ui.templatetags.ui import EMPTY
from portal.ui.texts import current_language, localized

YEARS = 3  # shown though nobody has said anything of them


@dataclass(frozen=True)
class Shown:
    """One fact as the page has it; `statement` None: unknown."""

    fact: Fact
    year: int | None
    words: str
    statement: Statement | None
    needs: tuple[Need, ...] = ()

    @property
    def verified(self) -> bool:
        return self.statement is not None and hasattr(self.statement, "verification")

    @property
    def known(self) -> bool:
        return self.words != EMPTY


@dataclass(frozen=True)
class Figure:
    """A row of the table of figures: one for each year, the newest first, all in one unit."""

    fact: Fact
    cells: tuple[Shown, ...]

    @property
    def unit(self) -> str:
        return _("10,000 yuan") if self.fact.type == Type.MONEY else pgettext("unit", "people")


Names = Mapping[str, str]
Say = Callable[[Fact, Any, Names], str]
Needed = Mapping[Key, list[Need]]


def names_of_codes(file: File) -> Names:
    """Regions and industries that the file names, in two queries."""
    codes = [str(file.get(key)) for key, fact in SCALARS.items() if fact.type in (Type.REGION, Type.INDUSTRY)]
    regions = Region.objects.filter(code__in=codes)
    industries = Industry.objects.filter(code__in=codes)
    named = {row.code: localized(row, "name") for row in regions}
    return named | {row.code: f"{row.code} {localized(row, 'name')}" for row in industries}


def words(fact: Fact, value: Any, names: Names) -> str:
    """A value as people read it; what is unknown is a dash."""
    if value in (None, ""):
        return EMPTY
    match fact.type:
        case Type.MONEY:
            return amounts.wan(value, current_language())
        case Type.COUNT:
            return f"{value:,}"
        case Type.DATE:
            return dates.day(value, current_language())
        case Type.CHOICE:
            choices = Organization.Kind if fact.key == "kind" else fact.choices
            return str(dict(choices.choices).get(value, value)) if choices else str(value)
        case Type.REGION | Type.INDUSTRY:
            return names.get(value, value)
        case _:
            return str(value)


def in_table(fact: Fact, value: Any, _names: Names) -> str:
    """A figure in the unit of its row, with two places where it is an amount."""
    if isinstance(value, Decimal):
        return amounts.grouped((value / WAN).quantize(CENT))
    return EMPTY if value is None else f"{value:,}"


def shown(file: File, keys: Iterable[Key], needed: Needed, names: Names, *, say: Say = words) -> list[Shown]:
    """Facts of a file as rows; `say`: a value in words."""
    return [
        Shown(
            fact=FACTS[key],
            year=year,
            words=say(FACTS[key], file.get(key, year), names),
            statement=file.statements.get((key, year)),
            needs=tuple(needed.get((key, year), ())),
        )
        for key, year in keys
    ]


def registration(file: File, needed: Needed) -> list[Shown]:
    """The section of what the register and the license say."""
    keys = [(key, None) for key, fact in SCALARS.items() if fact.section == Section.REGISTRATION]
    return shown(file, keys, needed, names_of_codes(file))


def years_of(file: File) -> list[int]:
    """The last years and whichever else somebody spoke of, the newest first."""
    last = file.as_of.year
    told = {year for (_key, year), value in file.values.items() if year is not None and value is not None}
    return sorted(told | set(range(last - YEARS, last)), reverse=True)


def figures(file: File, needed: Needed) -> list[Figure]:
    """The table of figures by year."""
    years = years_of(file)
    return [
        Figure(fact, tuple(shown(file, [(key, year) for year in years], needed, {}, say=in_table)))
        for key, fact in FIGURES.items()
    ]


def told_of_years(file: File) -> list[Shown]:
    """Every figure that is known, the newest year first."""
    keys = [(key, year) for year in years_of(file) for key in FIGURES if (key, year) in file.statements]
    return shown(file, keys, {}, {})


def day_asked(asked: str) -> tuple[date, str]:
    """The day of which the file is wanted, else today; and a sentence about what is no such day."""
    today = timezone.localdate()
    if not asked:
        return today, ""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = date.min
    if day.year < FIRST_YEAR:
        return today, _("“%(text)s” is no day. Write it as 2025-12-31; this is the file of today.") % {
            "text": asked
        }
    if day > today:
        return today, _("This day lies in the future; this is the file of today.")
    return day, ""
