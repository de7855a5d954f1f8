"""The files of several organizations, each as of a day of its own, in as many queries as for one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from portal.facts.models import CreditRecord, Qualification, Right, Shareholder, Statement, SupportReceived
from portal.facts.reading import File, typed
from portal.organizations.models import Organization

Pair = tuple[int, date]  # an organization and a day


def files_of(pairs: Collection[Pair]) -> dict[Pair, File]:
    """As `portal.facts.reading.read` answers them one by one, without who stated what."""
    ids = {pk for pk, _day in pairs}
    stated = Statement.objects.filter(organization__in=ids).order_by("since", "stated_at", "pk")
    statements = _by_owner(stated)
    lists = {model: _by_owner(model.objects.stated().filter(organization__in=ids)) for model in LISTS}
    supports = _by_owner(SupportReceived.objects.filter(organization__in=ids))
    known = Organization.objects.in_bulk(ids)
    found = {}
    for pk, day in pairs:
        own = {model: rows[pk] for model, rows in lists.items()}
        found[(pk, day)] = _file(known[pk], day, statements[pk], own, supports[pk])
    return found


LISTS: tuple[Any, ...] = (Right, Qualification, CreditRecord, Shareholder)


def _by_owner(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.organization_id].append(row)
    return found


def _file(
    organization: Organization,
    day: date,
    statements: list[Any],
    lists: dict[Any, list[Any]],
    supports: list[Any],
) -> File:
    held = {(row.key, row.year): row for row in statements if row.since <= day}  # the newest comes last
    began = {model: [row for row in rows if row.holds_from <= day] for model, rows in lists.items()}
    return File(
        as_of=day,
        values={key: typed(key[0], row.value) for key, row in held.items()},
        statements=held,
        rights=tuple(began[Right]),
        qualifications=_in_force(began[Qualification], day),
        credits=tuple(began[CreditRecord]),
        shareholders=_in_force(began[Shareholder], day),
        supports=tuple(row for row in supports if row.granted_on <= day),
        organization=organization,
    )


def _in_force(rows: list[Any], day: date) -> tuple[Any, ...]:
    return tuple(row for row in rows if row.holds_to is None or row.holds_to >= day)
