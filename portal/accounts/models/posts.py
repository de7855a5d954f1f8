"""Posts in departments, who stands in for whom, roles, invitations to a post, and the history of all that."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.departments import Department
from portal.accounts.models.offers import ACCEPTED, Offer, OfferQuerySet
from portal.history.models import ChainedEvent

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity

DAY = timedelta(days=1)


class Days(Func):
    """The days from the first to the last, both included; without a last day all that follow."""

    function = "daterange"
    template = "%(function)s(%(expressions)s::date + 1, '[)')"


class Today(Func):
    """The day in Shanghai, for rows that a release before this one writes."""

    template = "(now() AT TIME ZONE 'Asia/Shanghai')::date"
    output_field = models.DateField()


def in_force(day: date | None = None, prefix: str = "") -> Q:
    """Rows whose first day has come and whose last has not passed; by default today in Shanghai."""
    day = day or timezone.localdate()
    lasts = Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": day})
    return Q(**{f"{prefix}starts_on__lte": day}) & lasts


def not_over(day: date | None = None) -> Q:
    """Rows in force or still to come; one taken back before its first day ended before it began."""
    return Q(ends_on=None) | Q(ends_on__gte=day or timezone.localdate()) & Q(ends_on__gte=F("starts_on"))


def period_check(name: str) -> models.CheckConstraint:
    """The last day is not before the first, or the day before it: taken back."""
    return models.CheckConstraint(
        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on") - DAY),
        name=name,
        violation_error_message=_("The last day lies before the first."),
    )


class PostQuerySet(models.QuerySet["Post"]):
    def in_force(self, day: date | None = None) -> "PostQuerySet":
        """Those that give a capacity on the day; today in Shanghai unless a day is named."""
        return self.filter(in_force(day))

    def not_over(self) -> "PostQuerySet":
        """In force or still to come."""
        return self.filter(not_over())

    def visible_to(self, capacity: "Capacity | None") -> "PostQuerySet":
        """Officials see the posts of their department; the administrator and the auditor all."""
        if capacity is not None and capacity.department:
            return self.filter(department=capacity.department)
        return self if capacity is not None and capacity.kind in ("admin", "auditor") else self.none()


class Post(models.Model):
    """An official's post in a department from its first day to its last, both included. Never deleted: ended.

    `successor` takes the queue over when the last day has passed.
    """

    class Rank(models.TextChoices):
        CLERK = "clerk", _("Case officer")
        HEAD = "head", _("Head")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", verbose_name=_("department")
    )
    rank = models.CharField(_("rank"), max_length=10, choices=Rank, default=Rank.CLERK)
    starts_on = models.DateField(_("first day"), default=timezone.localdate, db_default=Today())
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    edits_programs = models.BooleanField(
        _("edits programs"),
        default=False,
        db_default=False,
        help_text=_("Those of the department and of the departments below it, in the administration."),
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("takes the queue over"),
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["department", "starts_on", "id"]
        constraints = [
            ExclusionConstraint(
                name="post_no_overlap",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("department", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person already has a post in this department at that time."),
            ),
            period_check("post_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"

    def is_in_force(self) -> bool:
        """Whether it gives a capacity today."""
        return self.starts_on <= timezone.localdate() and not self.is_over()

    def is_over(self) -> bool:
        """Whether its last day has passed, or it was taken back before its first."""
        last = self.ends_on
        return last is not None and (last < timezone.localdate() or last < self.starts_on)


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def in_force(self, day: date | None = None) -> "DeputyQuerySet":
        """Those who stand in on the day; today in Shanghai unless a day is named."""
        return self.filter(in_force(day))

    def not_over(self) -> "DeputyQuerySet":
        """In force or still to come."""
        return self.filter(not_over())


class Deputy(models.Model):
    """A colleague who may act for the holder of a post (the B of A and B) for some time.

    `on_leave`: the holder is away meanwhile, so their queue and what comes in goes to the deputy;
    `handed_over_at`: when the queue went there.
    """

    post = models.ForeignKey(Post, models.PROTECT, related_name="deputies", verbose_name=_("post"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deputyships", verbose_name=_("deputy")
    )
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    on_leave = models.BooleanField(_("the holder is on leave"), default=False)
    handed_over_at = models.DateTimeField(_("queue handed over"), null=True, blank=True)

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputy")
        verbose_name_plural = _("deputies")
        ordering = ["starts_on", "id"]
        constraints = [
            ExclusionConstraint(
                name="deputy_no_overlap",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    ("user", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(on_leave=False),
                violation_error_message=_("This person already stands in at that time."),
            ),
            ExclusionConstraint(
                name="deputy_one_leave_at_a_time",
                expressions=[
                    ("post", RangeOperators.EQUAL),
                    (Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(on_leave=True),
                violation_error_message=_("A leave is already entered for that time."),
            ),
            period_check("deputy_period"),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.post}"


class RoleQuerySet(models.QuerySet["Role"]):
    def in_force(self) -> "RoleQuerySet":
        """Those that give a capacity today."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))


class Role(models.Model):
    """A capacity that belongs to no organization and no department: expert or auditor.

    An auditor reads everything and therefore only until a day.
    """

    class Kind(models.TextChoices):
        EXPERT = "expert", _("Expert")
        AUDITOR = "auditor", _("Auditor")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="roles", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="role_once"),
            models.CheckConstraint(
                condition=~Q(kind="auditor") | Q(ends_on__isnull=False),
                name="role_auditor_until",
                violation_error_message=_("An auditor has the role until a day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class InvitationQuerySet(OfferQuerySet["Invitation"]):
    def visible_to(self, capacity: "Capacity | None") -> "InvitationQuerySet":
        """Officials see those into their department; the administrator and the auditor all."""
        if capacity is not None and capacity.department:
            return self.filter(department=capacity.department)
        return self if capacity is not None and capacity.kind in ("admin", "auditor") else self.none()


class Invitation(Offer):
    """An offer of a post."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="+", verbose_name=_("department"))
    rank = models.CharField(_("rank"), max_length=10, choices=Post.Rank, default=Post.Rank.CLERK)
    starts_on = models.DateField(_("first day"), default=timezone.localdate)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    capacity = models.CharField(_("capacity"), max_length=80)

    objects = InvitationQuerySet.as_manager()

    class Meta(Offer.Meta):
        constraints = [
            period_check("invitation_period"),
            models.CheckConstraint(condition=ACCEPTED, name="invitation_accepted_who_and_when"),
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.department}"


class AppointmentEvent(ChainedEvent):
    """What a person was appointed to, by whom and why, and how it ended."""

    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="appointment_events",
        verbose_name=_("person"),
    )

    class Meta(ChainedEvent.Meta):
        verbose_name = _("appointment event")
        verbose_name_plural = _("appointment events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="appointment_event_seq")]
