"""Where a round closes when its deadline falls on a day off: the round's rule, applied once.

It is applied when the round is published or its deadline moved. What was announced then stays, whatever the
calendar says later: `misplaced_rounds` lists what an administrator may want to move.
"""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.inbox.calendar_dependents import Misplaced
from portal.inbox.workdays import Workdays, calendar_warning
from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.catalog.models import Extension, Round

Rule = Round.HolidayRule


def resolved(closes_at: datetime, workdays: Workdays) -> datetime:
    """The same time on the day itself, or on the first working day after it."""
    local = timezone.localtime(closes_at)
    return local + (workdays.next(local.date()) - local.date())


def place(round_: Round, closes_at: datetime | None, workdays: Workdays | None = None) -> None:
    """Set where the round closes by its rule, keeping what was planned where the rule moves it.

    The closing for stations moves along: later by as much, never earlier.
    """
    before = round_.closes_at
    round_.closes_at, round_.planned_closes_at = closes_at, None
    if closes_at is None:
        round_.station_closes_at = None
        return
    if round_.holiday_rule == Rule.NEXT:
        found = resolved(closes_at, workdays or Workdays())
        if found != closes_at:
            round_.closes_at, round_.planned_closes_at = found, closes_at
    _place_station(round_, before)


def _place_station(round_: Round, before: datetime | None) -> None:
    """Stations keep the time they had after the applicants' closing."""
    if round_.station_closes_at and round_.closes_at and before and round_.closes_at > before:
        round_.station_closes_at += round_.closes_at - before


def day_off_refusal(round_: Round, closes_at: datetime | None) -> str:
    """Why the rule refuses the deadline; empty when it does not."""
    if closes_at is None or round_.holiday_rule != Rule.REFUSE:
        return ""
    found = resolved(closes_at, Workdays())
    if found == closes_at:
        return ""
    return _(
        "%(day)s is a day off, and this round refuses such a deadline. The next working day is %(next)s."
    ) % {
        "day": _day(closes_at),
        "next": _day(found),
    }


def last_day(round_: Round, day: date) -> date:
    """The last day of a period somebody chose, by the round's rule. Refused: a day off it does not take."""
    later = Workdays().next(day) if round_.holiday_rule != Rule.KEEP else day
    if later != day and round_.holiday_rule == Rule.REFUSE:
        raise Refused(
            _("%(day)s is a day off. The next working day is %(next)s.")
            % {"day": dates.day(day, current_language()), "next": dates.day(later, current_language())}
        )
    return later


def moved_sentence(round_: Round) -> str:
    """Why a round closes later than planned; empty when it does not."""
    if round_.planned_closes_at is None:
        return ""
    return _("Planned for %(day)s, a day off: the round closes on the next working day.") % {
        "day": _day(round_.planned_closes_at)
    }


def failure_sentence(extension: Extension) -> str:
    """Why the portal moved, or wants to move, a deadline."""
    language = current_language()
    return _(
        "The portal could not be used for %(minutes)s minutes in the last %(hours)s hours before the "
        "deadline, between %(first)s and %(last)s."
    ) % {
        "minutes": extension.minutes,
        "hours": extension.hours,
        "first": dates.moment(extension.first, language),
        "last": dates.moment(extension.last, language),
    }


def publication_notes(round_: Round) -> list[str]:
    """What the calendar does to the deadline when this draft is published, as sentences."""
    if round_.closes_at is None:
        return []
    found = [warning] if (warning := calendar_warning([timezone.localdate(round_.closes_at)])) else []
    later = resolved(round_.closes_at, Workdays())
    if later == round_.closes_at or round_.holiday_rule == Rule.REFUSE:
        return found
    sentence = (
        _("The deadline, %(day)s, is a day off. Publishing sets it to the next working day, %(next)s.")
        if round_.holiday_rule == Rule.NEXT
        else _("The deadline, %(day)s, is a day off. It is kept. The next working day is %(next)s.")
    )
    return [sentence % {"day": _day(round_.closes_at), "next": _day(later)}, *found]


def misplaced_rounds(now: datetime) -> list[Misplaced]:
    """Published rounds still to close whose rule, under today's calendar, gives another moment."""
    workdays = Workdays()
    rounds = Round.objects.filter(status=Round.Status.PUBLISHED, closes_at__gt=now)
    found = []
    for round_ in rounds.exclude(holiday_rule=Rule.KEEP).select_related("program"):
        assert round_.closes_at is not None
        computed = resolved(round_.planned_closes_at or round_.closes_at, workdays)
        if computed != round_.closes_at:
            url = reverse("admin:catalog_round_move_deadline", args=[round_.pk])
            found.append(Misplaced(str(round_), round_.closes_at, computed, url))
    return found


def _day(moment: datetime) -> str:
    return dates.moment(moment, current_language())
