from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_force(self, at: datetime) -> "NoticeQuerySet":
        """Those that apply at a moment: one of each kind."""
        return self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


class Notice(models.Model):
    """One version of what people are told. `body`: paragraphs, "## " headings, "- " items."""

    class Kind(models.TextChoices):
        PORTAL = "portal", _("Privacy notice")
        IDENTITY = "identity", _("Identity numbers")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PORTAL)
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    body = models.TextField(_("text"), help_text=_("“## ” begins a heading, “- ” an item of a list."))
    body_en = models.TextField(_("text in English"))
    since = models.DateTimeField(_("in force from"))
    until = models.DateTimeField(_("in force until"), null=True, blank=True)
    material = models.BooleanField(
        _("material change"), default=True, help_text=_("Everybody is asked again before going on.")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ["kind", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="notice_version_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="notice_from_before_until",
                violation_error_message=_("A notice comes into force before it ends."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("privacy_version", args=[self.kind, self.version])


class Consent(models.Model):
    """A person agreed to a version. `address_hash`: HMAC-SHA256 of the network address, never the address."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="consents", verbose_name=_("person")
    )
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="consents", verbose_name=_("privacy notice")
    )
    at = models.DateTimeField(_("agreed"))
    address_hash = models.CharField(_("hash of the network address"), max_length=64)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "notice"], condition=Q(withdrawn_at=None), name="consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.notice}"
