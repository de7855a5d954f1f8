"""The one door through which facts enter a file."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused, Stale
from portal.facts import rules, wholes
from portal.facts.current import bring_up_to_date
from portal.facts.definitions import FACTS, Type, about, labels_of
from portal.facts.listing import enter, enter_many, withdraw
from portal.facts.models import Statement
from portal.facts.values import Key, check_key, clean, stored
from portal.facts.verifying import verify
from portal.history.services import record_many
from portal.organizations.models import Organization, OrganizationEvent

__all__ = ["enter", "enter_many", "state", "state_many", "verify", "withdraw"]

Values = Mapping[Key, Any]


@dataclass(frozen=True)
class Saying:
    """By whom, whence and since when a group of facts is stated. `since`: None where nobody said so."""

    origin: str
    by: Capacity | None
    source: str
    since: date | None
    at: datetime

    @cached_property  # asked for every statement of a batch
    def today(self) -> date:
        return timezone.localdate(self.at)

    def begins(self, key: Key, value: Any, held: Statement | None) -> date:
        """The first day on which it holds. Unless somebody names one: a figure from the day after its year, a
        date from the day that it names, else from today; never behind what holds today, which it corrects."""
        name, year = key
        if year is not None:
            return date(year + 1, 1, 1)
        if self.since is not None:
            return self.since
        own = value if FACTS[name].type == Type.DATE and value is not None else self.today
        return max(own, held.since) if held else own

    def statement(self, organization_id: int, key: Key, value: Any, since: date) -> Statement:
        """A row to be added; `value` as it is stored."""
        return Statement(
            organization_id=organization_id,
            key=key[0],
            year=key[1],
            value=value,
            since=since,
            origin=self.origin,
            stated_at=self.at,
            stated_by=self.by.user if self.by else None,
            source=self.source,
        )


def state(
    organization_id: int,
    values: Values,
    *,
    since: date | None = None,
    origin: str,
    by: Capacity | None,
    source: str = "",
    seen: int | None = None,
) -> list[Statement]:
    """State facts of an organization; what is so already is left out. Answers what was added.

    Values as text or typed; None takes a fact back. `since`: for facts that are not yearly. `by` None: the
    portal itself. `seen`: the number of the newest statement the caller has read; Stale when one of the facts
    was stated anew since. ValidationError, naming the fact, for a value that cannot be; Refused for whoever
    may not, and for a part above its whole.
    """
    batch = {organization_id: values}
    return state_many(batch, since=since, origin=origin, by=by, source=source, seen=seen)


@transaction.atomic
def state_many(
    batch: Mapping[int, Values],
    *,
    since: date | None = None,
    origin: str,
    by: Capacity | None,
    source: str = "",
    seen: int | None = None,
) -> list[Statement]:
    """State facts of several organizations, by number, with as many queries as for one."""
    rows = Organization.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=batch)
    organizations = {row.pk: row for row in rows.order_by("pk")}
    for organization in organizations.values():
        if refusal := rules.stating_refusal(organization, by, origin):
            raise Refused(refusal)
    saying = Saying(origin, by, source, since, timezone.now())
    cleaned = {pk: cleaned_values(batch[pk]) for pk in organizations}
    if any(FACTS[name].registered for values in cleaned.values() for name, _year in values):
        raise ValueError("Registered facts change through organizations.services.")
    _check_parts(cleaned)
    added = add(cleaned, saying, seen)
    told: dict[int, list[Any]] = defaultdict(list)
    for row in added:
        told[row.organization_id].append([row.key, row.year])
    payloads = {organizations[pk]: {"facts": keys, "origin": origin} for pk, keys in told.items()}
    record_many(OrganizationEvent, payloads, kind="stated", capacity=by, at=saying.at)
    return added


def cleaned_values(values: Values) -> dict[Key, Any]:
    """Checked and typed; ValidationError where one cannot be."""
    for key in values:
        check_key(key)
    return {key: clean(key[0], value) for key, value in values.items()}


def _check_parts(batch: Mapping[int, Mapping[Key, Any]]) -> None:
    """Refused where a part would be more than its whole, beside what holds for the year."""
    held = wholes.held_of(batch.keys(), {key for values in batch.values() for key in values})
    for pk, values in batch.items():
        if wrong := [about(*key, text) for key, text in wholes.excesses(values, held[pk])]:
            raise Refused(" ".join(wrong))


def add(batch: Mapping[int, Mapping[Key, Any]], saying: Saying, seen: int | None = None) -> list[Statement]:
    """Add what is not so yet and bring the facts of today up to date. The caller holds the locks."""
    said = _said(batch)
    if seen is not None and (newer := [row for rows in said.values() for row in rows if row.pk > seen]):
        raise Stale(_changed_meanwhile(newer))
    fresh = []
    for pk, values in batch.items():
        for key, value in values.items():
            rows = said.get((pk, key), [])
            begins = saying.begins(key, value, holding(rows, saying.today))
            before = holding(rows, begins)
            if stored(value) != (before.value if before else None):
                fresh.append(saying.statement(pk, key, stored(value), begins))
    Statement.objects.bulk_create(fresh)
    bring_up_to_date(batch.keys(), {(row.key, row.year) for row in fresh}, saying.today)
    return fresh


def _changed_meanwhile(rows: Iterable[Statement]) -> str:
    """Which facts were stated anew, and by whom."""
    newest = sorted(rows, key=lambda row: row.pk)
    who = list(dict.fromkeys(str(row.stated_by or row.get_origin_display()) for row in newest))
    keys = dict.fromkeys((row.key, row.year) for row in newest)
    told = {"facts": labels_of(keys), "who": _(", ").join(who)}
    return _("%(who)s changed meanwhile: %(facts)s. Open the page again, then repeat yours.") % told


def _said(batch: Mapping[int, Iterable[Key]]) -> dict[tuple[int, Key], list[Statement]]:
    """Everything ever stated of these facts, the newest first."""
    wanted = {(pk, key) for pk, keys in batch.items() for key in keys}
    names = {name for _pk, (name, _year) in wanted}
    said: dict[tuple[int, Key], list[Statement]] = defaultdict(list)
    rows = Statement.objects.filter(organization__in=batch, key__in=names)
    for row in rows.select_related("stated_by").order_by("-since", "-stated_at", "-pk"):
        subject = (row.organization_id, (row.key, row.year))
        if subject in wanted:
            said[subject].append(row)
    return said


def holding(rows: Iterable[Statement], day: date) -> Statement | None:
    """Of all that was said of one fact, newest first, what holds on a day."""
    return next((row for row in rows if row.since <= day), None)
