from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity
from portal.accounts.editing import reach_of
from portal.accounts.models import User


class OrderQuerySet(models.QuerySet["Order"]):
    def publications(self) -> "OrderQuerySet":
        """Those that make something public, not those that move a deadline."""
        return self.filter(moves_to=None)

    def live(self) -> "OrderQuerySet":
        """Not settled yet: waiting for a second person or for the time."""
        return self.filter(state__in=Order.LIVE)

    def due(self, at: datetime) -> "OrderQuerySet":
        """What the clock has to publish."""
        return self.filter(state=Order.State.SCHEDULED, publish_at__lte=at)

    def editable_by(self, by: Capacity | User) -> "OrderQuerySet":
        """Those of programs, and of rounds, within what somebody edits."""
        reach = reach_of(by)
        if reach.everywhere:
            return self
        rounds = Q(round=None) | reach.within("round__department")
        return self.filter(reach.within("program__department") & rounds)


class Order(models.Model):
    """Somebody wants a program, or a round with its program, to be public: at once or at a set time; or, with
    `moves_to`, the deadline of a published round to come earlier, once a second person agrees. With
    `extension` it is the portal that wants it to come later, once a person agrees.

    Where the department asks for a second person, another one confirms it first, and exactly what was handed
    over: `digest` is that of its content. An order never changes its time: it is canceled and made anew.
    `reason`: why it failed, or why it was sent back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for a second person")
        SCHEDULED = "scheduled", _("Waits for its time")
        PUBLISHED = "published", _("Published")
        FAILED = "failed", _("Not published")
        CANCELED = "canceled", _("Canceled")

    LIVE = (State.WAITING, State.SCHEDULED)

    program = models.ForeignKey(
        "catalog.Program", models.CASCADE, related_name="publications", verbose_name=_("program")
    )
    round = models.ForeignKey(
        "catalog.Round",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="publications",
        verbose_name=_("round"),
        help_text=_("Empty: the program alone."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State)
    publish_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("Empty: as soon as it is confirmed.")
    )
    digest = models.CharField(_("digest of the content"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("handed over by"),
        help_text=_("Empty: the portal itself."),
    )
    asked_at = models.DateTimeField(_("handed over"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("canceled by"),
    )
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    moves_to = models.DateTimeField(_("new deadline"), null=True, blank=True)
    move_reason = models.CharField(
        _("reason for applicants"), max_length=300, blank=True, default="", db_default=""
    )

    extension = models.OneToOneField(
        "catalog.Extension",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="order",
        verbose_name=_("extension after a failure"),
    )

    objects = OrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(state__in=["waiting", "scheduled"], round=None),
                name="order_program_once",
                violation_error_message=_("This program is already handed over for publishing."),
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["waiting", "scheduled"]),
                name="order_round_once",
                violation_error_message=_("This round is already handed over for publishing."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="order_confirmed_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")),
                name="order_second_person",
                violation_error_message=_("Another person has to confirm this."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "scheduled"], settled_at=None)
                | Q(state__in=["published", "failed", "canceled"], settled_at__isnull=False),
                name="order_settled_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(confirmed_by=None), name="order_waits_unconfirmed"
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(publish_at__isnull=False), name="order_scheduled_when"
            ),
            models.CheckConstraint(
                condition=Q(moves_to=None, move_reason="")
                | (Q(moves_to__isnull=False, round__isnull=False, publish_at=None) & ~Q(move_reason="")),
                name="order_move_is_whole",
                violation_error_message=_(
                    "Say why the deadline comes earlier: everybody with a draft is told."
                ),
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=False, extension=None)
                | Q(asked_by=None, extension__isnull=False, moves_to__isnull=False),
                name="order_of_a_person_or_an_extension",
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="order_due"),
        ]

    def __str__(self) -> str:
        return str(self.round or self.program)

    @property
    def is_live(self) -> bool:
        """Whether it can still be confirmed, changed or canceled."""
        return self.state in self.LIVE
