from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """A person's own, in whatever capacity they act."""
        return self.filter(recipient=capacity.user) if capacity else self.none()

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def unread_first(self) -> Self:
        return self.alias(seen=Q(read_at__isnull=False)).order_by("seen", "-created_at", "-id")


class Message(models.Model):
    """One in-app message to one person. `key` makes it exactly once."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="inbox", verbose_name=_("recipient")
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("key"), max_length=200, unique=True)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    url = models.CharField(_("address"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("sent"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="message_inbox"),
            models.Index(fields=["recipient"], condition=Q(read_at__isnull=True), name="message_unread"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="/"),
                name="message_url_is_ours",
                violation_error_message=_("A message leads to a page of the portal."),
            )
        ]

    def __str__(self) -> str:
        return self.subject


class Delivery(models.Model):
    """An outbox row: one e-mail to one address. `key` makes it once; `message_id` stays the same on retry.

    `due_at` is the next moment the row asks for work: of a row being sent, the end of its claim.
    `unknown` counts the attempts of which nobody knows whether they arrived.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    key = models.CharField(_("key"), max_length=200, unique=True)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unknown = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0)
    due_at = models.DateTimeField(_("due at"))
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(status__in=["pending", "sending"]), name="delivery_due"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False)
                | (~Q(status="sent") & Q(sent_at__isnull=True)),
                name="delivery_sent_when",
            ),
            models.CheckConstraint(
                condition=Q(status="sending", claimed_until__isnull=False)
                | (~Q(status="sending") & Q(claimed_until__isnull=True)),
                name="delivery_claimed_while_sending",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Reminder(models.Model):
    """That a person was reminded of a subject at an offset: the unique row that comes first.

    `deadline` is part of the key: a moved deadline opens the offsets again. A covered offset passed while
    nobody was working, and one later offset spoke for it.
    """

    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("person")
    )
    offset = models.DurationField(_("before the deadline"))
    deadline = models.DateTimeField(_("deadline"))
    covered = models.BooleanField(_("covered by a later one"), default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "user", "offset", "deadline"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class CalendarDay(models.Model):
    """A day that differs from the rule Monday–Friday, as announced by the State Council."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class CalendarYear(models.Model):
    """A year of which every calendar day is entered, and the announcement they come from."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.CharField(_("announcement"), max_length=200)

    class Meta:
        verbose_name = _("confirmed calendar year")
        verbose_name_plural = _("confirmed calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class Heartbeat(models.Model):
    """When a background process last said it lives."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")

    def __str__(self) -> str:
        return self.name
