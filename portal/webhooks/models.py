import secrets
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.sealing import SealedField
from portal.inbox.models import OutboxRow
from portal.organizations.models import Membership, Organization

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity

SECRET_PREFIX = "whsec_"  # noqa: S105 -- what secrets begin with, so that scanners find a leaked one


def new_secret() -> str:
    """A secret for signatures: 256 bits."""
    return SECRET_PREFIX + secrets.token_urlsafe(32)


class EndpointQuerySet(models.QuerySet["Endpoint"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Those of the organization that an owner acts for."""
        if capacity is None or capacity.kind != "organization" or capacity.role != "owner":
            return self.none()
        return self.filter(organization=capacity.organization, removed_at__isnull=True)

    def with_owner(self) -> Self:
        """`owned`: whether who vouches for it is still an owner; else nothing is sent."""
        return self.annotate(owned=Exists(_owners()))

    def sending(self) -> Self:
        """Those that are on and vouched for."""
        return self.filter(Exists(_owners()), disabled_at=None, removed_at=None)


def _owners() -> "models.QuerySet[Membership]":
    """The membership that lets somebody vouch for an endpoint."""
    return Membership.objects.filter(
        organization=OuterRef("organization"), user=OuterRef("created_by"), role=Membership.Role.OWNER
    )


class Endpoint(models.Model):
    """Where an organization's system takes events.

    `created_by` vouches for it: events go out while they are an owner. After a rotation `previous_secret`
    signs too until `previous_until`. `failing_since`: the first failure after the last success.
    `resting_until`: after a failure it is left alone for a moment.
    """

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="webhooks", verbose_name=_("organization")
    )
    url = models.CharField(_("address"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=60), verbose_name=_("events"))
    secret = SealedField(_("secret"), default=new_secret)
    previous_secret = SealedField(_("secret before"), blank=True)
    previous_until = models.DateTimeField(_("signs until"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("vouched for by")
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    resting_until = models.DateTimeField(_("resting until"), null=True, blank=True)
    disabled_at = models.DateTimeField(_("switched off"), null=True, blank=True)
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "url"],
                condition=Q(removed_at__isnull=True),
                name="endpoint_once",
                violation_error_message=_("This address is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(previous_secret="", previous_until__isnull=True)
                | (~Q(previous_secret="") & Q(previous_until__isnull=False)),
                name="endpoint_previous_until",
            ),
        ]

    def __str__(self) -> str:
        return self.url


class Dispatch(OutboxRow):
    """One event on its way to one endpoint. `event_id` stays the same, however often it is sent."""

    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="dispatches", verbose_name=_("webhook")
    )
    event_id = models.UUIDField(_("event"), default=uuid4)
    kind = models.CharField(_("kind"), max_length=60)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("event for a webhook")
        verbose_name_plural = _("events for webhooks")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(status__in=["pending", "sending"]), name="dispatch_due"
            ),
            models.Index(fields=["endpoint", "-id"], name="dispatch_log"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="dispatch_once"),
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="dispatch_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(status="sending", claimed_until__isnull=False)
                | (~Q(status="sending") & Q(claimed_until__isnull=True)),
                name="dispatch_claimed_while_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"


def to_send() -> models.QuerySet[Dispatch]:
    """Events of endpoints that are on and vouched for; those of others wait and nobody is late."""
    return Dispatch.objects.filter(endpoint__in=Endpoint.objects.sending())


class Attempt(models.Model):
    """One request and the answer: `status` None where none came. `answer`: how the answer begins."""

    dispatch = models.ForeignKey(
        Dispatch, models.CASCADE, related_name="log", verbose_name=_("event for a webhook")
    )
    at = models.DateTimeField(_("at"))
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"))
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.at} {self.status or ''}"
