from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """Something that leaves the house once, and what became of it.

    `due_at` is the next moment the row asks for work: of a row being sent, the end of its claim.
    `unknown` counts the attempts of which nobody knows whether they arrived. A row past `expires_at` is not
    sent any more (a code).
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    class Reason(models.TextChoices):
        REFUSED = "refused", _("Refused for good")
        EXHAUSTED = "exhausted", _("Refused too often")
        UNANSWERED = "unanswered", _("No answer, twice")
        SUPPRESSED = "suppressed", _("The address rejects our mail")
        EXPIRED = "expired", _("Too late to be of use")
        STOPPED = "stopped", _("Stopped by an administrator")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    reason = models.CharField(
        _("why it was given up"), max_length=12, choices=Reason, blank=True, default="", db_default=""
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    unknown = models.PositiveSmallIntegerField(_("attempts without an answer"), default=0)
    due_at = models.DateTimeField(_("due at"))
    expires_at = models.DateTimeField(_("of use until"), null=True, blank=True)
    claimed_until = models.DateTimeField(_("claimed until"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    last_error = models.CharField(_("last error"), max_length=500, blank=True)

    class Meta:
        abstract = True
