from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Department

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """One's own in the department acted for, and what colleagues share there."""
        if capacity is None or capacity.department is None:
            return self.none()
        return self.filter(Q(owner=capacity.user) | Q(shared=True), department=capacity.department)


class SavedView(models.Model):
    """What the workbench shows, under a name: `query` as in its address (view, filters, order, columns)."""

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="saved_views", verbose_name=_("department")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("saved by")
    )
    name = models.CharField(_("name"), max_length=30)
    query = models.CharField(_("query"), max_length=2000)
    shared = models.BooleanField(_("shared with the department"), default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "owner", "name"], name="saved_view_name_once")
        ]

    def __str__(self) -> str:
        return self.name
