from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models.applications import Application


class Joining(models.Model):
    """Photos of one question that become one PDF; they stay until it is there.

    `photos`: ids of attachments in the order of the pages. `ready`: pages done. `capacity`: what the person
    acted as, `asked_at` when: both decide whether the PDF may take the place of the photos.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Being joined")
        DONE = "done", pgettext_lazy("photos", "Joined")
        REFUSED = "refused", _("Not joined")

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="joinings", verbose_name=_("application")
    )
    question = models.CharField(_("question"), max_length=81)
    photos = models.JSONField(_("photos in order"))
    name = models.CharField(_("file name"), max_length=150)
    ready = models.PositiveSmallIntegerField(_("pages ready"), default=0)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING)
    refusal = models.CharField(_("why not"), max_length=500, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    capacity = models.CharField(_("acting as"), max_length=120)
    asked_at = models.DateTimeField(_("asked"))
    claimed_until = models.DateTimeField(_("being worked on until"), null=True)

    class Meta:
        verbose_name = _("joining of photos")
        verbose_name_plural = _("joinings of photos")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "question"],
                condition=Q(state="waiting"),
                name="joining_one_at_a_time",
                violation_error_message=_("The photos of this question are being joined already."),
            )
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="waiting"), name="joining_waiting")]

    def __str__(self) -> str:
        return self.name
