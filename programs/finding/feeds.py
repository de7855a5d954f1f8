"""Deadlines as calendar files (RFC 5545, RFC 7986): times in UTC, one identity for each event for ever.

`SEQUENCE` is the number of times a deadline was moved, so that calendars take over the newest.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from portal.ui.texts import current_language, html_language, localized
from programs.catalog.models import Round
from programs.finding.calendar import CLOSES, OPENS

PAST = timedelta(days=31)  # what is over stays so long
MOST = 2_000  # events of a feed: what comes next
EVERY = timedelta(hours=6)
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def with_moves(rounds: QuerySet[Any]) -> QuerySet[Any]:
    """Adds how often the deadline was moved and when last."""
    moved = Q(changes__field="closes_at")
    found = rounds.annotate(moves=Count("changes", filter=moved), moved_at=Max("changes__at", filter=moved))
    return found.select_related("program", "department")


def coming(rounds: QuerySet[Any], at: datetime) -> list[Any]:
    """The rounds of a feed: those that open or close from a month ago on, the next deadline first."""
    lately = Q(closes_at__gte=at - PAST) | Q(opens_at__gte=at - PAST)
    return list(with_moves(rounds.filter(lately)).order_by("closes_at", "pk")[: MOST // 2])


def feed(rounds: Iterable[Any], name: str) -> bytes:
    """A calendar of what opens and closes, in the active language."""
    found = calendar_of(name)
    for round_ in rounds:
        found.add_component(event(round_, OPENS, round_.opens_at))
        if round_.closes_at:
            found.add_component(event(round_, CLOSES, round_.closes_at))
    return found.to_ical()


def single(round_: Any) -> bytes | None:
    """The deadline of a round; None where it has none."""
    if round_.closes_at is None:
        return None
    found = calendar_of("")
    found.add_component(event(round_, CLOSES, round_.closes_at))
    return found.to_ical()


def calendar_of(name: str) -> Calendar:
    """An empty calendar; with a name it is one to subscribe to."""
    found = Calendar()
    found.add("prodid", "-//Kechuang//Deadlines//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    if name:
        found.add("name", plain(name))
        found.add("x-wr-calname", plain(name))
        found.add("x-wr-timezone", settings.TIME_ZONE)
        found.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
        found.add("x-published-ttl", "PT6H")
    return found


def event(round_: Any, what: str, moment: datetime) -> Event:
    """An event without duration: it blocks nobody's day. It is dated by its last change, so that what did
    not change is the same file."""
    changed = max(filter(None, (round_.published_at, round_.moved_at if what == CLOSES else None)))
    url = f"{settings.SITE_URL}{reverse('program', args=[round_.program.slug])}?round={round_.pk}"
    language = {"LANGUAGE": html_language(current_language())}
    found = Event()
    found.add("uid", f"round-{round_.pk}-{what}@{urlsplit(settings.SITE_URL).hostname}")
    found.add("dtstamp", changed.astimezone(UTC))
    found.add("last-modified", changed.astimezone(UTC))
    found.add("sequence", round_.moves if what == CLOSES else 0)
    found.add("dtstart", moment.astimezone(UTC))
    found.add("summary", plain(title(round_, what)), parameters=language)
    found.add("description", plain(description(round_, url)), parameters=language)
    found.add("url", url)
    found.add("categories", [str(round_.program.get_kind_display())])
    found.add("transp", "TRANSPARENT")
    found.add("status", "CONFIRMED")
    return found


def title(round_: Round, what: str) -> str:
    """Closes: Innovation voucher, third round."""
    names = {"program": localized(round_.program, "title"), "round": localized(round_, "name")}
    words = _("Closes: %(program)s, %(round)s") if what == CLOSES else _("Opens: %(program)s, %(round)s")
    return words % names


def description(round_: Round, url: str) -> str:
    """In one sentence what it is, what it gives, who handles it, and where it stands."""
    program = round_.program
    parts = [localized(program, "summary"), localized(program, "benefit")]
    return "\n".join(filter(None, [*parts, localized(round_.department, "name"), url]))


def plain(text: str) -> str:
    """Without the control characters that a calendar must not hold."""
    return CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
