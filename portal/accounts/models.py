from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, email: str) -> "User":  # type: ignore[override]  # e-mail is our natural key
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person entered by the house itself: the address counts as confirmed."""
        from portal.accounts.services import confirm_email

        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        confirm_email(user)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. What they may do comes from memberships, posts and roles, never from the person."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique_lower",
                violation_error_message=_("This e-mail address already has an account."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new password, whoever set it and how, ends every token: one may have been made with the old."""
        new_password = self.pk is not None and getattr(self, "_password", None) is not None
        with transaction.atomic():
            super().save(*args, **kwargs)
            if new_password:
                self.api_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())

    def get_full_name(self) -> str:
        return self.name or self.email

    get_short_name = get_full_name


class Mobile(models.Model):
    """The mobile number of a person, in E.164 ("+8613812345678"). Once verified it opens the account too."""

    user = models.OneToOneField(User, models.CASCADE, related_name="mobile", verbose_name=_("person"))
    number = models.CharField(_("mobile number"), max_length=16)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)

    class Meta:
        verbose_name = _("mobile number")
        verbose_name_plural = _("mobile numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=models.Q(verified_at__isnull=False),
                name="mobile_verified_once",
                violation_error_message=_("This number already belongs to an account."),
            )
        ]

    def __str__(self) -> str:
        from portal.accounts.phones import masked

        return masked(self.number)


class DepartmentQuerySet(models.QuerySet["Department"]):
    def within(self, department: "Department") -> "DepartmentQuerySet":
        """The department itself and everything below it: one indexed comparison on the path."""
        return self.filter(path__startswith=department.path)


class DepartmentManager(models.Manager.from_queryset(DepartmentQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, code: str) -> "Department":
        return self.get(code=code)


class Department(models.Model):
    """A public office in the tree city → district → town → park station.

    `path` is the chain of codes, "/sh/sh-jd/", so that "mine and below" is a prefix.
    """

    class Level(models.TextChoices):
        CITY = "city", _("City")
        DISTRICT = "district", _("District")
        TOWN = "town", _("Town")
        STATION = "station", _("Park station")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    region = models.ForeignKey("reference.Region", models.PROTECT, related_name="+", verbose_name=_("region"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    path = models.CharField(_("path"), max_length=255, unique=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.CharField(pgettext_lazy("postal", "address"), max_length=200, blank=True)
    office_hours = models.CharField(_("office hours"), max_length=120, blank=True)

    objects = DepartmentManager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["path"]
        indexes = [
            models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="department_path_prefix")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = f"{self.parent.path if self.parent else '/'}{self.code}/"
        super().save(*args, **kwargs)

    def natural_key(self) -> tuple[str]:
        return (self.code,)


class Post(models.Model):
    """An official's post in a department."""

    class Rank(models.TextChoices):
        CLERK = "clerk", _("Case officer")
        HEAD = "head", _("Head")

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name=_("person"))
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

    user = models.ForeignKey(User, models.CASCADE, related_name="roles", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="role_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class ApiToken(models.Model):
    """A named, revocable key for programs; only its SHA-256 is kept.

    `scopes` counts where `scope` is "named"; an empty `capacity` is any the person holds; `addresses` are
    addresses or networks (CIDR), none means from anywhere.
    """

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and write")
        NAMED = "named", _("Only what is chosen below")

    user = models.ForeignKey(User, models.CASCADE, related_name="api_tokens", verbose_name=_("person"))
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
