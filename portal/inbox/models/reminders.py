from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """That a person was reminded of a subject at an offset: the unique row that comes first.

    `offset` is an `inbox.offsets.Offset` in its short form, `moment` when it came due. `deadline` is part of
    the key: a moved deadline opens the offsets again. Offsets that passed while nobody was working have no
    row: the last of them spoke for all.
    """

    kind = models.CharField(_("kind"), max_length=40)
    subject = models.CharField(_("subject"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders", verbose_name=_("person")
    )
    deadline = models.DateTimeField(_("deadline"))
    offset = models.CharField(_("before the deadline"), max_length=8)
    moment = models.DateTimeField(_("came due"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject", "user", "deadline", "offset"], name="reminder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
