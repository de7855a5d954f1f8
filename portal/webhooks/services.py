"""The one door: registering endpoints, handing events over, trying again."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.inbox.hints import hint
from portal.inbox.models import OutboxRow
from portal.inbox.services import Note, in_language, send_all
from portal.organizations.models import Membership, Organization
from portal.webhooks import events, targets
from portal.webhooks.models import Dispatch, Endpoint, new_secret

MOST = 10  # endpoints of one organization
OLD_SECRET = timedelta(days=1)  # how long it signs beside the new one
TASK = "portal.webhooks.tasks.send"
MESSAGE_KIND = "webhook_disabled"
UNDER_WAY = (OutboxRow.Status.PENDING, OutboxRow.Status.SENDING)


@transaction.atomic
def register(organization: Organization, url: str, kinds: Sequence[str], *, by: Capacity) -> Endpoint:
    """Add an endpoint of the organization the owner acts for. Refused says what is wrong with it."""
    owned(organization, by)
    Organization.objects.select_for_update(of=("self",), no_key=True).get(pk=organization.pk)
    present = Endpoint.objects.filter(organization=organization, removed_at__isnull=True)
    if present.count() >= MOST:
        raise Refused(_("An organization can have %(n)d webhooks. Remove one first.") % {"n": MOST})
    if present.filter(url=url).exists():
        raise Refused(_("This address is registered already."))
    examine(url)
    return Endpoint.objects.create(
        organization=organization, url=url, kinds=chosen(kinds), created_by=by.user
    )


@transaction.atomic
def change(endpoint_id: int, url: str, kinds: Sequence[str], *, by: Capacity) -> Endpoint:
    """Give another address or other events; the owner who does so vouches for it from now on."""
    endpoint = locked(endpoint_id, by)
    if url != endpoint.url:
        present = Endpoint.objects.filter(organization=endpoint.organization_id, removed_at__isnull=True)
        if present.filter(url=url).exists():
            raise Refused(_("This address is registered already."))
        examine(url)
    endpoint.url, endpoint.kinds, endpoint.created_by = url, chosen(kinds), by.user
    endpoint.save(update_fields=["url", "kinds", "created_by"])
    return endpoint


@transaction.atomic
def rotate(endpoint_id: int, *, at: datetime, by: Capacity) -> Endpoint:
    """Make a new secret; the old one signs for another day beside it."""
    endpoint = locked(endpoint_id, by)
    endpoint.previous_secret, endpoint.previous_until = endpoint.secret, at + OLD_SECRET
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "previous_secret", "previous_until"])
    return endpoint


@transaction.atomic
def remove(endpoint_id: int, *, at: datetime, by: Capacity) -> None:
    """Send nothing more there; what is under way is stopped. The log stays for the administrator."""
    endpoint = locked(endpoint_id, by)
    endpoint.removed_at = at
    endpoint.save(update_fields=["removed_at"])
    endpoint.dispatches.filter(status__in=UNDER_WAY).update(
        status=OutboxRow.Status.DEAD, reason=OutboxRow.Reason.STOPPED, claimed_until=None
    )


@transaction.atomic
def enable(endpoint_id: int, *, by: Capacity) -> Endpoint:
    """Switch on again; what has waited goes out."""
    endpoint = locked(endpoint_id, by)
    endpoint.disabled_at = endpoint.failing_since = endpoint.resting_until = None
    endpoint.created_by = by.user
    endpoint.save(update_fields=["disabled_at", "failing_since", "resting_until", "created_by"])
    hint(TASK)
    return endpoint


@transaction.atomic
def test(endpoint_id: int, *, at: datetime, by: Capacity) -> Dispatch:
    """Send a test event."""
    endpoint = locked(endpoint_id, by)
    if endpoint.disabled_at:
        raise Refused(_("This webhook is switched off. Switch it on first."))
    waiting = endpoint.dispatches.filter(kind=events.TEST, status__in=UNDER_WAY)
    if waiting.exists():
        raise Refused(_("A test event is on its way already. Wait for its answer."))
    Endpoint.objects.filter(pk=endpoint.pk).update(resting_until=None)
    [row] = hand_over([endpoint], events.TEST, {"message": "It works."}, at)
    return row


@transaction.atomic
def redeliver(dispatch_id: int, *, at: datetime, by: Capacity) -> Dispatch:
    """Send an event again, with the same id, whatever came of it."""
    rows = Dispatch.objects.filter(endpoint__in=Endpoint.objects.visible_to(by))
    row = rows.select_for_update(of=("self",)).filter(pk=dispatch_id).first()
    if row is None:
        raise Http404
    if row.status in UNDER_WAY:
        raise Refused(_("This event is on its way already."))
    if not row.body:
        raise Refused(_("The text of this event was erased when its period had passed. Use the API."))
    row.status, row.reason, row.sent_at, row.last_error = OutboxRow.Status.PENDING, "", None, ""
    row.attempts = row.unknown = 0
    row.due_at = at
    row.save()
    hint(TASK)
    return row


def publish(organization: Organization, kind: str, data: Callable[[], dict[str, Any]], at: datetime) -> int:
    """Hand an event to every endpoint that wants its kind, in the caller's transaction; how many.

    `data`: called only where somebody wants it.
    """
    rows = Endpoint.objects.filter(organization=organization, kinds__contains=[kind])
    wanting = list(rows.filter(removed_at__isnull=True))
    return len(hand_over(wanting, kind, data(), at)) if wanting else 0


def hand_over(endpoints: Sequence[Endpoint], kind: str, data: dict[str, Any], at: datetime) -> list[Dispatch]:
    """One event, a row for each endpoint."""
    if not endpoints:
        return []
    event_id = uuid4()
    event = {"id": event_id, "type": kind, "created_at": at, "data": data}
    body = json.dumps(event, cls=DjangoJSONEncoder, ensure_ascii=False)
    rows = [Dispatch(endpoint=e, event_id=event_id, kind=kind, body=body, due_at=at) for e in endpoints]
    hint(TASK)
    return Dispatch.objects.bulk_create(rows)


def disable(endpoint: Endpoint, at: datetime) -> None:
    """Switch off a locked endpoint that failed for days, and tell the owners."""
    endpoint.disabled_at = at
    endpoint.save(update_fields=["disabled_at"])
    owners = Membership.objects.filter(organization=endpoint.organization_id, role=Membership.Role.OWNER)
    send_all([_disabled_note(endpoint, row, at) for row in owners.select_related("user", "organization")])


def _disabled_note(endpoint: Endpoint, owner: Membership, at: datetime) -> Note:
    with in_language(owner.user):
        return Note(
            owner.user,
            kind=MESSAGE_KIND,
            key=f"webhook-disabled:{endpoint.pk}:{at.timestamp():.0f}:{owner.user_id}",
            subject=_("A webhook was switched off: %(url)s") % {"url": endpoint.url},
            body=_(
                "It has not taken an event for days. Events wait: repair the address and switch it on again."
            ),
            url=reverse("webhook", args=[owner.organization.uscc, endpoint.pk]),
        )


def owned(organization: Organization, by: Capacity) -> None:
    """404 for everybody but an owner who acts for the organization."""
    if by.kind != "organization" or by.organization != organization or by.role != "owner":
        raise Http404


def locked(endpoint_id: int, by: Capacity) -> Endpoint:
    """The endpoint, locked; 404 for who may not see it."""
    rows = Endpoint.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    endpoint = rows.filter(pk=endpoint_id).first()
    if endpoint is None:
        raise Http404
    return endpoint


def examine(url: str) -> None:
    """Refuse an address that is no good or that nobody finds."""
    try:
        targets.resolve(url)
    except LookupError:
        raise Refused(_("There is no such host. Check the address.")) from None


def chosen(kinds: Sequence[str]) -> list[str]:
    """The kinds in their order; Refused when there is none or one is unknown."""
    known = events.labels()
    if not kinds or not set(kinds) <= set(known):
        raise Refused(_("Choose at least one of the events in the list."))
    return [kind for kind in known if kind in kinds]
