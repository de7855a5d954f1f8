import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.workflow import STATES, LetterKind, State, Status
from portal.history.models import ChainedEvent

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, capacity: "Capacity | None") -> "ApplicationQuerySet":
        """An organization's or person's own; what an official's department and those below handle; the
        auditor everything ever submitted. Drafts are the applicant's alone."""
        if capacity is None:
            return self.none()
        if capacity.kind == "organization":
            return self.filter(organization=capacity.organization)
        if capacity.kind == "self":
            return self.filter(person=capacity.user)
        if capacity.department:
            return self.ever_submitted().filter(round__department__path__startswith=capacity.department.path)
        return self.ever_submitted() if capacity.kind == "auditor" else self.none()

    def ever_submitted(self) -> "ApplicationQuerySet":
        return self.filter(number__isnull=False).exclude(status=Status.DRAFT)

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
    amount_asked = models.DecimalField(
        _("amount applied for, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    amount_approved = models.DecimalField(
        _("amount approved, yuan"), max_digits=14, decimal_places=2, null=True, blank=True
    )
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
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

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
                condition=Q(status__in=["approved", "declined"], decided_at__isnull=False)
                | ~Q(status__in=["approved", "declined"]) & Q(decided_at__isnull=True),
                name="application_decided_when",
            ),
            models.CheckConstraint(
                condition=Q(status="approved", amount_approved__isnull=False, amount_approved__gt=0)
                | Q(amount_approved__isnull=True) & (~Q(status="approved") | Q(amount_asked__isnull=True)),
                name="application_approved_amount",
                violation_error_message=_(
                    "Where money was asked for, an approval states an amount above zero."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | Q(due_at__isnull=False), name="application_returned_until"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "due_at", "id"], name="application_queue"),
            # The workbench: its order, and its counts without a look at the rows.
            models.Index(
                fields=["due_at", "id"],
                include=["round", "status", "handler", "times_returned"],
                condition=Q(number__isnull=False) & ~Q(status="draft"),
                name="application_workbench",
            ),
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
        ]

    def __str__(self) -> str:
        return self.number or str(self.id)

    @property
    def state(self) -> State:
        return STATES[Status(self.status)]

    @property
    def applicant_name(self) -> str:
        if self.organization:
            return self.organization.name
        return self.team_name or str(self.person)


class AnswerChange(models.Model):
    """Which question changed at which revision: lets two people work in one draft without overwriting."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="answer_changes", verbose_name=_("application")
    )
    revision = models.PositiveIntegerField(_("revision"))
    key = models.CharField(_("question"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person")
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name = _("answer change")
        verbose_name_plural = _("answer changes")
        indexes = [models.Index(fields=["application", "revision"], name="answer_change_since")]

    def __str__(self) -> str:
        return f"{self.key} r{self.revision}"


class Attachment(models.Model):
    """A file answering a file question. Removing keeps the row: an earlier submission may name it."""

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="attachments", verbose_name=_("application")
    )
    question = models.CharField(_("question"), max_length=40)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("removed"), null=True, blank=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["question", "id"]
        indexes = [
            models.Index(
                fields=["application", "question"],
                condition=Q(removed_at__isnull=True),
                name="attachment_current",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("application_file", args=[self.application_id, self.pk])


class Submission(models.Model):
    """What was handed in, frozen: the receipt stands for this row (append-only).

    `files`: [{"question", "name", "sha256", "size"}]. `content_hash`: SHA-256 over the canonical JSON of
    round, applicant, form version, answers and files.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="submissions", verbose_name=_("application")
    )
    seq = models.PositiveSmallIntegerField(_("number"))
    answers = models.JSONField(_("answers"))
    files = models.JSONField(_("files"))
    content_hash = models.CharField(_("content hash"), max_length=64)
    receipt_code = models.CharField(_("receipt code"), max_length=20, unique=True)
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("submitted by")
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["application", "-seq"]
        constraints = [models.UniqueConstraint(fields=["application", "seq"], name="submission_seq_once")]

    def __str__(self) -> str:
        return self.receipt_code


class Letter(models.Model):
    """An official letter as issued (append-only).

    `content`: {"basis", "note", "items": [str], "due_on", "silence", "amount"}, as the kind needs.
    """

    application = models.ForeignKey(
        Application, models.PROTECT, related_name="letters", verbose_name=_("application")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=LetterKind)
    number = models.CharField(_("number"), max_length=60, unique=True)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="+", verbose_name=_("issuing department")
    )
    content = models.JSONField(_("content"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("issued by")
    )

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.number


class NumberSeries(models.Model):
    """The last number given out under a prefix; allotted under a row lock, so there are no gaps."""

    prefix = models.CharField(_("prefix"), max_length=60, unique=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")

    def __str__(self) -> str:
        return self.prefix


class ApplicationEvent(ChainedEvent):
    """The append-only timeline of an application."""

    subject = models.ForeignKey(
        Application, models.PROTECT, related_name="events", verbose_name=_("application")
    )
    from_status = models.CharField(_("from status"), max_length=12, choices=Status, blank=True)
    to_status = models.CharField(_("to status"), max_length=12, choices=Status, blank=True)

    class Meta(ChainedEvent.Meta):
        verbose_name = _("application event")
        verbose_name_plural = _("application events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="application_event_seq")]


def overdue_returns(now: datetime) -> models.QuerySet[Application]:
    """Returned applications whose correction period has passed."""
    return Application.objects.filter(status=Status.RETURNED, due_at__lt=now).order_by("due_at", "id")
