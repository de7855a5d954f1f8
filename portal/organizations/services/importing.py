"""Organizations from lists of an office: entered or changed by the hundred, without an owner."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.history.services import record_many
from portal.organizations.keeping import keep
from portal.organizations.models import Organization, OrganizationEvent
from portal.organizations.services.registration import FACTS, plain

Facts = Mapping[str, Any]


@transaction.atomic
def take_in(
    batch: Mapping[str, Facts], *, origin: str, source: str, by: Capacity | None
) -> list[Organization]:
    """Enter organizations by their credit codes, or change those that are there; what is so already is left.

    Facts by field, rows as rows; one that is new has name, registered and tax region. Answers all of them, in
    a fixed number of queries. The caller has checked who may; `by` None: the portal itself.
    """
    rows = Organization.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    known = {row.uscc: row for row in rows.filter(uscc__in=batch)}
    fresh = [Organization(uscc=code, **facts) for code, facts in batch.items() if code not in known]
    Organization.objects.bulk_create(fresh)
    entered = {row: {name: plain(value) for name, value in batch[row.uscc].items()} for row in fresh}
    changed = {row: found for row in known.values() if (found := changes(row, batch[row.uscc]))}
    for row in changed:
        for name, value in batch[row.uscc].items():
            setattr(row, name, value)
        row.revision += 1
    Organization.objects.bulk_update(changed, [*FACTS, "revision"])
    now = timezone.now()
    told = {row: {"uscc": row.uscc, **facts, "origin": origin} for row, facts in entered.items()}
    record_many(OrganizationEvent, told, kind="registered", capacity=by, at=now)
    told = {row: {"changes": found, "origin": origin} for row, found in changed.items()}
    record_many(OrganizationEvent, told, kind="edited", capacity=by, at=now)
    keep({**dict.fromkeys(fresh, FACTS), **changed}, by=by, origin=origin, source=source)
    return [*fresh, *known.values()]


def changes(row: Organization, facts: Facts) -> dict[str, list[Any]]:
    """What these facts would change, before and after; rows by their key."""
    fields = {field.name: field.attname for field in Organization._meta.concrete_fields}
    present = {name: getattr(row, fields[name]) for name in facts}
    wanted = {name: plain(value) for name, value in facts.items()}
    return {name: [present[name], value] for name, value in wanted.items() if present[name] != value}
