"""Who saved a search hears of each round that newly matches it, once, through the outbox.

Found again from rows: a search that was looked at longest ago is looked at next. The row that says a round
matched is inserted first, in the transaction that writes the message.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from time import monotonic

from django.db import InterfaceError, OperationalError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.inbox.kinds import Audience, Digest, Kind, register_kinds
from portal.inbox.services import Note, Told, send_all
from portal.inbox.texts import Place, Text, register
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Round
from programs.finding.matching import live_rounds
from programs.finding.models import Hit, SavedSearch
from programs.finding.saved import remember

logger = logging.getLogger(__name__)

KIND, GROUP = "saved_search", "saved_searches"
BATCH = 200  # searches of one transaction
SECONDS = 20  # of one run: the next minute goes on with those that waited longest
TEXT = Text(
    KIND,
    gettext_lazy("Something new matches a saved search"),
    gettext_noop("New for “{search}”: {program}"),
    gettext_noop("{program}, {round}, matches your saved search “{search}”. {when}"),
    (
        Place("search", gettext_lazy("the name of the search"), gettext_lazy("Support for testing")),
        Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher"), required=True),
        Place("round", gettext_lazy("the round"), "2026年第二批"),
        Place("when", gettext_lazy("until when"), gettext_lazy("It closes at 2026-12-31 17:00.")),
    ),
)


def tell_of_matches(now: datetime) -> None:
    """Look at every search once, as far as time allows; safe when several run at once."""
    ends = monotonic() + SECONDS
    while look(now) and monotonic() < ends:
        pass


@transaction.atomic
def look(now: datetime) -> int:
    """Look at the searches that waited longest, those that somebody else holds left out; how many."""
    due = SavedSearch.objects.filter(paused_at=None, checked_at__lt=now, user__is_active=True)
    waiting = due.order_by("checked_at", "pk").select_related("user")
    rows = list(waiting.select_for_update(of=("self",), no_key=True, skip_locked=True)[:BATCH])
    alike: dict[str, list[SavedSearch]] = defaultdict(list)
    for row in rows:
        alike[row.query].append(row)
    for query, searches in alike.items():
        _tell(query, searches, now)
    SavedSearch.objects.filter(pk__in=[row.pk for row in rows]).update(checked_at=now)
    return len(rows)


def _tell(query: str, searches: Sequence[SavedSearch], now: datetime) -> None:
    """Tell of what newly matches one filter; one that fails stops no other."""
    try:
        with transaction.atomic():
            send_all(_notes(_new_hits(query, searches, now), now), at=now)
    except (OperationalError, InterfaceError):
        raise  # the database is not there: the next minute finds the same
    except Exception:
        logger.exception("The saved searches for %r failed; they are tried again in a minute.", query)


def _new_hits(query: str, searches: Sequence[SavedSearch], now: datetime) -> list[Hit]:
    matching = set(live_rounds(query, now).values_list("pk", flat=True))
    known: dict[int, set[int]] = defaultdict(set)
    for search, round_ in Hit.objects.filter(search__in=searches).values_list("search", "round"):
        known[search].add(round_)
    return [
        hit
        for row in searches
        if (fresh := matching - known[row.pk])
        for hit in remember(row, sorted(fresh), now, told=True)
    ]


def _notes(hits: Sequence[Hit], now: datetime) -> Iterator[Note]:
    rounds = Round.objects.select_related("program").in_bulk({hit.round_id for hit in hits})
    for hit in hits:
        yield _note(hit.search, rounds[hit.round_id], now)


def _note(search: SavedSearch, round_: Round, now: datetime) -> Note:
    key = f"saved-search:{search.pk}:{round_.pk}"
    return Note(
        search.user, KIND, key, deadline=round_.closes_at, tell=lambda: told(search.name, round_, now)
    )


def told(name: str, round_: Round, now: datetime) -> Told:
    """The places of the text, in the active language."""
    values = {
        "search": name,
        "program": localized(round_.program, "title"),
        "round": localized(round_, "name"),
        "when": _when(round_, now),
    }
    return Told(values, f"{reverse('program', args=[round_.program.slug])}?round={round_.pk}")


def _when(round_: Round, now: datetime) -> str:
    language = current_language()
    if round_.opens_at > now:
        return _("It opens at %(time)s.") % {"time": dates.moment(round_.opens_at, language)}
    if round_.closes_at is None:
        return _("It is open all year.")
    return _("It closes at %(time)s.") % {"time": dates.moment(round_.closes_at, language)}


def register_all() -> None:
    """Make the kind and its words known to the inbox."""
    register_kinds(
        GROUP,
        gettext_lazy("Saved searches"),
        [Kind(KIND, gettext_lazy("Something new matches a saved search"))],
        why=gettext_lazy("You saved a search: you hear once of each round that newly matches it."),
        audience=Audience.EVERYBODY,
        legal=False,
        digest=Digest.DAILY,
    )
    register(TEXT)
