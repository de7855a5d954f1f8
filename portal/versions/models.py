from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionQuerySet(models.QuerySet["Version"]):
    def of(self, row: models.Model) -> "VersionQuerySet":
        """The versions of an object, the last first."""
        kind = ContentType.objects.get_for_model(type(row))
        return self.filter(kind=kind, object_id=row.pk).order_by("-number")


class Version(models.Model):
    """What an object said at a moment, who made it say so, and acting as what (append-only).

    `content`: {"fields": {name: value}, "parts": {relation: [{name: value}, …]}} as JSON; `digest`: of it.
    The first version of an object that is older than its versions has no person: it is how it was found.
    """

    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("kind"))
    object_id = models.BigIntegerField(_("object"))
    number = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    acting_as = models.CharField(_("acting as"), max_length=90, blank=True)
    what = models.CharField(_("what was done"), max_length=200, blank=True)
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["kind", "object_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.object_id} v{self.number}"
