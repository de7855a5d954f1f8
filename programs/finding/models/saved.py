from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    def visible_to(self, capacity: "Capacity | None") -> "SavedSearchQuerySet":
        """A person's own, whatever they act as."""
        return self.filter(user=capacity.user) if capacity else self.none()


class SavedSearch(models.Model):
    """A filter that a person gave a name: they hear when a round newly matches it.

    `query` is the filter as it stands in the address of the list, in one order (`matching.canonical`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(_("filter"), blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    checked_at = models.DateTimeField(_("last looked at"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="saved_search_name_once",
                violation_error_message=_("You have a saved search of this name already."),
            )
        ]
        indexes = [
            models.Index(
                fields=["checked_at", "id"], name="saved_search_due", condition=models.Q(paused_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Hit(models.Model):
    """A round that matched a saved search; `told` unless it matched already when the search was saved."""

    search = models.ForeignKey(
        SavedSearch, models.CASCADE, related_name="hits", verbose_name=_("saved search")
    )
    round = models.ForeignKey("catalog.Round", models.CASCADE, related_name="+", verbose_name=_("round"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    told = models.BooleanField(_("told"))

    class Meta:
        verbose_name = _("match of a saved search")
        verbose_name_plural = _("matches of saved searches")
        constraints = [models.UniqueConstraint(fields=["search", "round"], name="saved_search_hit_once")]

    def __str__(self) -> str:
        return f"{self.search}: {self.round}"
