from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.inbox.models.outbox import OutboxRow


class Delivery(OutboxRow):
    """An outbox row: one e-mail or text message to one address. `key` makes it once; `message_id` stays.

    `to` is an e-mail address or a number in E.164. `kind` is empty for mails of libraries. `group` is the
    group of kinds that the recipient may turn off; empty where the law or their safety needs the letter.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class Bounce(models.TextChoices):
        HARD = "hard", _("Came back for good")
        SOFT = "soft", _("Came back for now")

    key = models.CharField(_("key"), max_length=200, unique=True)
    channel = models.CharField(
        _("channel"), max_length=10, choices=Channel, default=Channel.EMAIL, db_default="email"
    )
    kind = models.CharField(_("kind"), max_length=40, blank=True, default="", db_default="")
    group = models.CharField(_("group"), max_length=40, blank=True, default="", db_default="")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name=_("recipient"),
    )
    to = models.CharField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    body = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    urgent = models.BooleanField(_("before others"), default=False, db_default=False)
    bounce = models.CharField(
        _("came back"), max_length=4, choices=Bounce, blank=True, default="", db_default=""
    )
    bounced_at = models.DateTimeField(_("came back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["channel", "-urgent", "due_at", "id"],
                condition=Q(status__in=["pending", "sending"]),
                name="delivery_due",
            ),
            models.Index(fields=["reason"], condition=Q(status="dead"), name="delivery_dead"),
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
            models.CheckConstraint(condition=Q(reason="") | Q(status="dead"), name="delivery_reason_of_dead"),
            models.CheckConstraint(
                condition=Q(bounce="", bounced_at__isnull=True)
                | (~Q(bounce="") & Q(bounced_at__isnull=False)),
                name="delivery_bounced_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class Suppression(models.Model):
    """An e-mail address that rejects our mail; nothing is sent there until its owner confirms it again."""

    address = models.EmailField(_("address"), unique=True)
    why = models.CharField(_("what the other side said"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("address that rejects our mail")
        verbose_name_plural = _("addresses that reject our mail")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower("address")), name="suppression_lower_case")
        ]

    def __str__(self) -> str:
        return self.address
