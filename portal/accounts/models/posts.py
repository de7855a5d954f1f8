from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.departments import Department


class Post(models.Model):
    """An official's post in a department."""

    class Rank(models.TextChoices):
        CLERK = "clerk", _("Case officer")
        HEAD = "head", _("Head")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="posts", verbose_name=_("person")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("department")
    )
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.CLERK)

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "department"],
                name="post_once_per_department",
                violation_error_message=_("This person already has a post in this department."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"


class Role(models.Model):
    """A capacity that belongs to no organization and no department: expert or auditor."""

    class Kind(models.TextChoices):
        EXPERT = "expert", _("Expert")
        AUDITOR = "auditor", _("Auditor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"
