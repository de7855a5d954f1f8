from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models.applications import Application
from applications.intake.models.submissions import Submission


class SignOff(models.Model):
    """A signatory of the organization approved exactly this content before it is handed in (append-only).

    It holds as long as the content hash of the application is this one.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="sign_offs", verbose_name=_("application")
    )
    content_hash = models.CharField(_("content hash"), max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signatory")
    )
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["application", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "content_hash"], name="sign_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.content_hash[:12]}"


class SealedPage(models.Model):
    """A page that was printed, sealed and photographed (append-only); the newest of a page counts.

    `section`: key of the part whose page it is; empty for the letter of commitment. `content_hash`: what
    stands on the page, so that a later correction shows which pages need a new seal.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="sealed_pages", verbose_name=_("application")
    )
    submission = models.ForeignKey(
        Submission, models.PROTECT, related_name="sealed_pages", verbose_name=_("submission")
    )
    section = models.CharField(pgettext_lazy("form", "section"), max_length=40, blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)
    uploaded_at = models.DateTimeField(_("uploaded"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )

    class Meta:
        verbose_name = _("sealed page")
        verbose_name_plural = _("sealed pages")
        ordering = ["application", "section", "-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.name


class PaperCopy(models.Model):
    """What had to come on paper came: on which day, and who took it (append-only); the newest row counts."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="paper_copies", verbose_name=_("application")
    )
    received_on = models.DateField(_("received on"))
    receiver = models.CharField(_("received by"), max_length=80)
    note = models.CharField(_("note"), max_length=200, blank=True)
    noted_at = models.DateTimeField(_("noted"))
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("noted by")
    )

    class Meta:
        verbose_name = _("paper copy")
        verbose_name_plural = _("paper copies")
        ordering = ["application", "-noted_at", "-id"]

    def __str__(self) -> str:
        return f"{self.application} {self.received_on}"
