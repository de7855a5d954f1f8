"""Last year's round again: everything in it, its dates a year later and on working days."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.api.problems import Refused
from portal.inbox.models import CalendarDay
from portal.inbox.workdays import Workdays, calendar_warning
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.catalog.models import Program, Round
from programs.catalog.rules import Actor, require_editor
from programs.publishing.models import Guide

DATED = ("opens_at", "closes_at")
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
# What belongs to one round only: who it is, and what publishing sets.
OWN = {
    "id",
    "name",
    "name_en",
    "code",
    "status",
    "published_at",
    "published_by",
    "planned_closes_at",
    "reference_year",
    "terms",
    "follows",
}

Copier = Callable[[Round, Round], None]
_copiers: list[Copier] = []


def register_copier(copier: Copier) -> None:
    """Have `copier(source, made)` take over what upper apps keep with a round (from AppConfig.ready())."""
    _copiers.append(copier)


@dataclass
class Plan:
    """What a copy would be. `moves`: as in Guide.moves; `warning`: a year whose days off are not known."""

    name: str
    name_en: str
    code: str
    opens_at: datetime
    closes_at: datetime | None = None
    moves: list[dict[str, str]] = field(default_factory=list)
    warning: str = ""


def planned(source: Round, at: datetime) -> Plan:
    """The round by as many years later as it takes to open after `at`."""
    years = 1
    while later(source.opens_at, years) <= at:
        years += 1
    plan = Plan(
        name=_years_later(source.name, years) or _with_year(source, years, "zh-hans"),
        name_en=_years_later(source.name_en, years) or (source.name_en and _with_year(source, years, "en")),
        code=_years_later(source.code, years) or source.code,
        opens_at=source.opens_at,
    )
    workdays, days = Workdays(), []
    for name in DATED:
        if moment := getattr(source, name):
            wanted = later(moment, years)
            placed = _on_workday(wanted, workdays)
            setattr(plan, name, placed)
            days.append(timezone.localdate(wanted))
            if placed != wanted:
                plan.moves.append(_move(name, wanted, placed))
    plan.warning = calendar_warning(days)
    return plan


@transaction.atomic
def copy_round(source_id: int, name: str, name_en: str, code: str, *, by: Actor) -> Guide:
    """A draft with everything of the round, and the guide that leads it to being published.

    Refused where the program already has a round of this name.
    """
    source = Round.objects.select_related("program").get(pk=source_id)
    user = require_editor(by, source)
    Program.objects.select_for_update(of=("self",)).get(pk=source.program_id)
    if source.program.rounds.filter(name=name).exists():
        raise Refused(_("This program already has a round called “%(name)s”.") % {"name": name})
    plan = planned(source, timezone.now())
    made = Round(**_values(source), name=name, name_en=name_en, code=code)
    made.opens_at, made.closes_at = plan.opens_at, plan.closes_at
    if source.station_closes_at and source.closes_at and plan.closes_at:
        made.station_closes_at = plan.closes_at + (source.station_closes_at - source.closes_at)
    made.reference_year = timezone.localtime(plan.opens_at).year
    made.save()
    lines: list[Any] = [*source.conditions.all(), *source.documents.all()]
    lines += [*source.stages.all(), *source.approval_levels.all()]
    for line in lines:
        line.pk, line.round = None, made
        line.save(force_insert=True)
    for copier in _copiers:
        copier(source, made)
    return Guide.objects.create(
        program=source.program,
        round=made,
        dates_set=True,
        copied_from=source,
        moves=plan.moves,
        started_by=user,
    )


def move_sentences(moves: list[dict[str, str]]) -> Iterator[str]:
    """Which date was moved and why, in the active language."""
    language = current_language()
    for move in moves:
        words = {
            "planned": dates.day(_day(move["planned"]), language),
            "placed": dates.day(_day(move["placed"]), language),
            "holiday": move["holiday"] or _("a day off"),
        }
        opening = _("Opens on %(placed)s: a year later it would be %(planned)s, %(holiday)s.")
        closing = _("Closes on %(placed)s: a year later it would be %(planned)s, %(holiday)s.")
        yield (opening if move["field"] == "opens_at" else closing) % words


def later(moment: datetime, years: int) -> datetime:
    """The same day and time some years later; 29 February becomes the 28th."""
    local = timezone.localtime(moment)
    day = 28 if (local.month, local.day) == (2, 29) else local.day
    return local.replace(year=local.year + years, day=day)


def still_dated(round_: Round, before: Round) -> list[str]:
    """Texts taken over word for word that name a year: somebody should read them again."""
    rows = [*round_.conditions.all(), *round_.documents.all()]
    texts = [str(row) for row in rows] + [round_.cap_period]
    old = {str(row) for row in (*before.conditions.all(), *before.documents.all())} | {before.cap_period}
    return [text for text in texts if text in old and YEAR.search(text)]


def _values(source: Round) -> dict[str, object]:
    fields = (f for f in Round._meta.concrete_fields if f.name not in OWN and f.name not in DATED)
    return {f.attname: getattr(source, f.attname) for f in fields}


def _years_later(text: str, years: int) -> str:
    """The text with its years later; empty where it names none."""
    if not YEAR.search(text):
        return ""
    return YEAR.sub(lambda match: str(int(match[0]) + years), text)


def _with_year(source: Round, years: int, language: str) -> str:
    year = later(source.opens_at, years).year
    with override(language):
        name = source.name if language != "en" else source.name_en
        return _("%(year)s %(name)s") % {"year": year, "name": name}


def _on_workday(moment: datetime, workdays: Workdays) -> datetime:
    day = moment.date()
    return moment + (workdays.next(day) - day)


def _move(name: str, wanted: datetime, placed: datetime) -> dict[str, str]:
    holiday = CalendarDay.objects.filter(day=wanted.date(), is_workday=False).first()
    return {
        "field": name,
        "planned": wanted.date().isoformat(),
        "placed": placed.date().isoformat(),
        "holiday": holiday.name if holiday else "",
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)
