from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A named, revocable key for programs; only its SHA-256 is kept.

    `scopes` counts where `scope` is "named"; an empty `capacity` is any the person holds; `addresses` are
    addresses or networks (CIDR), none means from anywhere.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")
        NAMED = "named", _("Only what is chosen below")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=60)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope, default=Scope.WRITE)
    scopes = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("what it may do"),
        default=list,
        db_default=[],
        blank=True,
    )
    capacity = models.CharField(_("acts only as"), max_length=90, blank=True, db_default="")
    addresses = ArrayField(
        models.CharField(max_length=50), verbose_name=_("only from"), default=list, db_default=[], blank=True
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    second_factor = models.BooleanField(_("made after a second step"), default=False, db_default=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name
