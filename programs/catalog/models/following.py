from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.catalog.models.programs import Program

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, capacity: "Capacity | None") -> "FollowQuerySet":
        """A person's own, whatever they act as."""
        return self.filter(user=capacity.user) if capacity else self.none()


class Follow(models.Model):
    """A person wants to hear when a round of a program opens, from `since` on."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows", verbose_name=_("person")
    )
    program = models.ForeignKey(Program, models.CASCADE, related_name="followers", verbose_name=_("program"))
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = _("followed program")
        verbose_name_plural = _("followed programs")
        ordering = ["-since", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "user"],
                name="follow_once",
                violation_error_message=_("You follow this program already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.program}"
