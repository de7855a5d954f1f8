import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now, Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.states import as_told
from applications.intake.workflow import STATES, State, Status
from portal.accounts.models import Department
from programs.catalog.models import Round

if TYPE_CHECKING:
    from applications.intake.models.submissions import Submission
    from portal.accounts.capacities import Capacity
    from programs.catalog.models import ApprovalLevel

EVER_SUBMITTED = Q(number__isnull=False) & ~Q(status="draft")
STATION_LEVELS = (Department.Level.DISTRICT, Department.Level.TOWN, Department.Level.STATION)


def _concern(department: Department) -> Q:
    """What reaches a department: by its rounds, as a station, as a level of approval."""
    found = Q(round__department__path__startswith=department.path)
    levels = Round.objects.filter(approval_levels__department=department)
    found |= Q(status=Status.APPROVING, round__in=levels)
    if department.level in STATION_LEVELS:
        stations = Department.objects.within(department)
        found |= Q(station__in=stations)
    return found


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, capacity: "Capacity | None") -> "ApplicationQuerySet":
        """An organization's or person's own; what an official's department and those below handle, recommend
        or have to approve; the auditor everything ever submitted. Drafts are the applicant's alone."""
        if capacity is None:
            return self.none()
        if capacity.kind == "organization":
            return self.filter(organization=capacity.organization)
        if capacity.kind == "self":
            return self.filter(person=capacity.user)
        if capacity.department:
            return self.ever_submitted().filter(_concern(capacity.department))
        return self.ever_submitted() if capacity.kind == "auditor" else self.none()

    def handled_within(self, department: Department) -> "ApplicationQuerySet":
        """What the department and those below it handle, as far as it was ever handed in."""
        return self.ever_submitted().filter(round__department__path__startswith=department.path)

    def recommended_within(self, department: Department) -> "ApplicationQuerySet":
        """What the department and those below it recommend, as far as it was ever handed in."""
        return self.ever_submitted().filter(station__path__startswith=department.path)

    def ever_submitted(self) -> "ApplicationQuerySet":
        return self.filter(EVER_SUBMITTED)

    def with_until(self) -> "models.QuerySet[Any]":
        """Adds `until`: when what is awaited must be there; a draft's is its round's closing."""
        return self.annotate(
            until=models.Case(
                models.When(status=Status.DRAFT, then=models.F("round__closes_at")),
                default=models.F("due_at"),
                output_field=models.DateTimeField(),
            )
        )

    def with_holders(self) -> "models.QuerySet[Any]":
        """A row for each person who works on it, `holder` by id: owners and editors, or the person."""
        member = "organization__memberships"
        works_on_it = Q(organization=None, person__is_active=True) | Q(
            **{f"{member}__role__in": ["owner", "editor"], f"{member}__user__is_active": True}
        )
        return self.filter(works_on_it).annotate(
            holder=Coalesce(models.F(f"{member}__user"), models.F("person"))
        )

    def live(self) -> "ApplicationQuerySet":
        """Counting towards the round's limit per applicant."""
        return self.filter(status__in=[status for status, state in STATES.items() if state.live])


class Application(models.Model):
    """What an organization, a team or a person asks for in a round."""

    class ApplicantKind(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        TEAM = "team", _("Team")
        PERSON = "person", _("Person")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(
        _("number"), max_length=40, unique=True, null=True, blank=True
    )  # unique when allotted
    round = models.ForeignKey(
        "catalog.Round", models.PROTECT, related_name="applications", verbose_name=_("round")
    )
    form_version = models.ForeignKey(
        "forms.FormVersion", models.PROTECT, related_name="applications", verbose_name=_("form version")
    )
    applicant_kind = models.CharField(_("kind of applicant"), max_length=12, choices=ApplicantKind)
    organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("organization"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("person"),
    )
    team_name = models.CharField(_("name of the team"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    status_since = models.DateTimeField(_("in this status since"), default=timezone.now, db_default=Now())
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    sources = models.JSONField(_("sources of answers"), default=dict, blank=True, db_default={})
    amount_asked = models.DecimalField(
        _("amount applied for, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_approved = models.DecimalField(
        _("amount approved, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_proposed = models.DecimalField(
        _("amount proposed, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    approval_run = models.PositiveSmallIntegerField(_("how often proposed"), default=0, db_default=0)
    station = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommended_applications",
        verbose_name=_("recommending department"),
    )
    left_station_at = models.DateTimeField(_("passed on by it"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handled_applications",
        db_index=False,  # application_of_handler
        verbose_name=_("case officer"),
    )
    times_returned = models.PositiveSmallIntegerField(_("times returned"), default=0)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    created_at = models.DateTimeField(_("started"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)
    submitted_at = models.DateTimeField(_("last submitted"), null=True, blank=True)
    # Set as long as a page of what was handed in last has no seal.
    seal_due_at = models.DateTimeField(_("sealed pages due"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    # The receipt that the running request made, if it did.
    just_submitted: "Submission | None" = None

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant_kind="organization", organization__isnull=False, person__isnull=True)
                | Q(applicant_kind__in=["person", "team"], organization__isnull=True, person__isnull=False),
                name="application_one_applicant",
                violation_error_message=_("An application has exactly one applicant."),
            ),
            models.CheckConstraint(
                condition=Q(applicant_kind="team") & ~Q(team_name="")
                | ~Q(applicant_kind="team") & Q(team_name=""),
                name="application_team_has_name",
                violation_error_message=_("A team needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "discarded"])
                | Q(number__isnull=False, submitted_at__isnull=False),
                name="application_submitted_has_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["approved", "agreed", "declined"], decided_at__isnull=False)
                | ~Q(status__in=["approved", "agreed", "declined"]) & Q(decided_at__isnull=True),
                name="application_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["approved", "agreed"], amount_approved__isnull=False, amount_approved__gt=0
                )
                | Q(amount_approved__isnull=True)
                & (~Q(status__in=["approved", "agreed"]) | Q(amount_asked__isnull=True)),
                name="application_approved_amount",
                violation_error_message=_(
                    "Where money was asked for, an approval states an amount above zero."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(due_at__isnull=False), name="application_returned_until"
            ),
            models.CheckConstraint(
                condition=~Q(status="recommending")
                | Q(station__isnull=False, left_station_at__isnull=True, due_at__isnull=False),
                name="application_recommended_by_when",
            ),
            models.CheckConstraint(
                condition=Q(amount_proposed__isnull=True) | Q(amount_proposed__gt=0),
                name="application_proposed_amount",
            ),
        ]
        indexes = [
            # With what the workbench counts by, so that it counts without a look at the rows.
            models.Index(
                fields=["status", "due_at", "id"],
                include=["number", "round", "handler", "times_returned", "seal_due_at"],
                name="application_queue",
            ),
            # The orders of the workbench, each in both directions; NULL comes last in either.
            *(
                models.Index(*terms, "id", condition=EVER_SUBMITTED, name=f"application_by_{name}")
                for name, terms in (
                    ("due", ["due_at"]),
                    ("due_down", [F("due_at").desc(nulls_last=True)]),
                    ("received", ["submitted_at"]),
                    ("amount", ["amount_asked"]),
                    ("amount_down", [F("amount_asked").desc(nulls_last=True)]),
                )
            ),
            # By what an official types of a number or of a team's name.
            GinIndex(
                OpClass(Upper("number"), name="gin_trgm_ops"),
                condition=EVER_SUBMITTED,
                name="application_number_like",
            ),
            models.Index(fields=["team_name"], condition=Q(applicant_kind="team"), name="application_teams"),
            models.Index(fields=["organization", "-created_at", "id"], name="application_of_organization"),
            models.Index(fields=["person", "-created_at", "id"], name="application_of_person"),
            models.Index(fields=["round", "id"], condition=Q(status="draft"), name="application_drafts"),
            models.Index(
                fields=["due_at", "id"], condition=Q(status="returned"), name="application_returned_due"
            ),
            models.Index(
                fields=["handler", "id"],
                condition=Q(handler__isnull=False),
                name="application_of_handler",
            ),
            models.Index(
                fields=["seal_due_at", "id"],
                condition=Q(seal_due_at__isnull=False),
                name="application_unsealed",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def state(self) -> State:
        return STATES[Status(self.status)]

    @property
    def told_status(self) -> str:
        """What its applicant is told the status is."""
        return as_told(self.status)

    @property
    def for_station(self) -> bool:
        """Whether its recommending department has to give its opinion yet."""
        return self.station_id is not None and self.left_station_at is None

    @property
    def next_level(self) -> "ApprovalLevel | None":
        """The lowest level that has not approved what was proposed last."""
        done = self.approvals.filter(run=self.approval_run).values("level")
        return self.round.approval_levels.exclude(pk__in=done).select_related("department").first()

    @property
    def levels_left(self) -> bool:
        return self.next_level is not None

    @property
    def applicant_name(self) -> str:
        if self.organization:
            return self.organization.name
        return self.team_name or str(self.person)


def overdue_returns(now: datetime) -> models.QuerySet[Application]:
    """Returned applications whose correction period has passed."""
    return Application.objects.filter(status=Status.RETURNED, due_at__lt=now).order_by("due_at", "id")
