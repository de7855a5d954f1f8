from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models import Application, ApplicationEvent
from applications.ranking.models import Ranking
from portal.accounts.sealing import SealedField
from portal.history.models import ChainedEvent
from programs.catalog.models import Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


TITLES = {
    "received": pgettext_lazy("objection", "Received"),
    "identity_read": _("Read who objects"),
    "answered": pgettext_lazy("objection", "Answered"),
    "followed": _("What follows from it"),
}
FOLLOWED = ("reconsidered", "corrected", "appeal_followed")  # events by which an upheld appeal is settled


class ObjectionField(SealedField):
    """What an objection says, and of whom, encrypted at rest."""

    purpose = "applications.notices.objection"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """What is released: everybody. Before: the handling department, those above it and the auditor."""
        released = ~Q(state=Notice.State.DRAFT)
        if capacity is not None and capacity.department:
            return self.filter(released | Q(round__department__path__startswith=capacity.department.path))
        return self if capacity is not None and capacity.kind == "auditor" else self.filter(released)


class Notice(models.Model):
    """A list shown to everybody: proposed by the meeting, the result, or the correction of an earlier one.

    Prepared by one person and released by another; from then on a trigger keeps its words. A mistake is put
    right by a notice that `corrects` it.
    """

    class Kind(models.TextChoices):
        PROPOSED = "proposed", _("Proposed list")
        RESULT = "result", pgettext_lazy("notice", "Result")
        CORRECTION = "correction", _("Correction")

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("notice", "To be released")
        RELEASED = "released", pgettext_lazy("notice", "Released")
        CONCLUDED = "concluded", pgettext_lazy("notice", "Concluded")

    class Feedback(models.TextChoices):
        NONE = "none", _("Nothing but the decision")
        SCORE = "score", _("Their score")
        OPINIONS = "opinions", _("Their score and the opinions, never by whom")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="notices", verbose_name=_("round"))
    ranking = models.ForeignKey(
        Ranking, models.PROTECT, null=True, blank=True, related_name="notices", verbose_name=_("ranking")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    contact = models.CharField(_("where to object"), max_length=300)
    days = models.PositiveSmallIntegerField(_("working days"), default=5)
    feedback = models.CharField(_("applicants read"), max_length=10, choices=Feedback, default=Feedback.NONE)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    prepared_at = models.DateTimeField(_("prepared"))
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("released by")
    )
    released_as = models.CharField(_("capacity"), max_length=80, blank=True)
    concluded_at = models.DateTimeField(_("concluded"), null=True, blank=True)
    concluded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("concluded by")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("public notice")
        verbose_name_plural = _("public notices")
        ordering = [F("released_at").desc(nulls_first=True), "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", released_at=None, released_by=None, from_on=None, until_on=None)
                | ~Q(state="draft")
                & Q(released_at__isnull=False, released_by__isnull=False, from_on__isnull=False),
                name="notice_released_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("prepared_by")),
                name="notice_by_two_people",
                violation_error_message=_("Whoever prepared a notice does not release it."),
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="notice_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(kind="correction") | Q(corrects__isnull=False), name="notice_corrects_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeLineQuerySet(models.QuerySet["NoticeLine"]):
    def standing(self) -> Self:
        """Without those of a decision that was taken up again afterwards."""
        again = ApplicationEvent.objects.filter(subject=OuterRef("application"), kind="reconsidered")
        return self.exclude(Exists(again.filter(at__gte=OuterRef("notice__released_at"))))


class NoticeLine(models.Model):
    """What the notice says of one application; `put_out_at`, `ended_at`: when the workflow was told.

    `problem`: why the application did not take it.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="lines", verbose_name=_("public notice"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="notice_lines", verbose_name=_("application")
    )
    position = models.PositiveIntegerField(_("position"))
    unit = models.CharField(_("unit"), max_length=120)
    project = models.CharField(_("project"), max_length=200, blank=True)
    leader = models.CharField(_("project leader"), max_length=60, blank=True)
    recommender = models.CharField(_("recommending unit"), max_length=120, blank=True)
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2, null=True, blank=True)
    put_out_at = models.DateTimeField(_("put on notice"), null=True, blank=True)
    ended_at = models.DateTimeField(_("notice ended"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=400, blank=True)

    objects = NoticeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of a notice")
        verbose_name_plural = _("lines of a notice")
        ordering = ["notice", "position"]
        constraints = [models.UniqueConstraint(fields=["notice", "application"], name="notice_line_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.unit}"


class NoticeEvent(ChainedEvent):
    """What was done with a notice (append-only)."""

    subject = models.ForeignKey(
        Notice, models.PROTECT, related_name="events", verbose_name=_("public notice")
    )

    class Meta(ChainedEvent.Meta):
        verbose_name = _("event of a notice")
        verbose_name_plural = _("events of notices")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="notice_event_seq")]


class ObjectionQuerySet(models.QuerySet["Objection"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The handling department alone: not those above it, no auditor by list, no applicant."""
        if capacity is None or capacity.department is None:
            return self.none()
        return self.filter(notice__round__department=capacity.department)

    def unsettled(self) -> Self:
        """Being examined, or upheld against the whole list while nobody has said what follows."""
        said = ObjectionEvent.objects.filter(subject=OuterRef("pk"), kind="followed")
        upheld = Q(state=Objection.State.UPHELD, line=None) & ~Exists(said)
        return self.filter(Q(state=Objection.State.OPEN) | upheld)


class Objection(models.Model):
    """An objection to a notice, by a person under their real name or an organization with its seal.

    Who it is lies encrypted; reading it is an event with a reason. `code_hash`: SHA-256 of the receipt code
    with which its sender follows it.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person, under the real name")
        ORGANIZATION = "organization", _("Organization, with its seal")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "Being examined")
        UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
        REJECTED = "rejected", pgettext_lazy("objection", "Not upheld")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    notice = models.ForeignKey(
        Notice, models.PROTECT, related_name="objections", verbose_name=_("public notice")
    )
    line = models.ForeignKey(
        NoticeLine, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("about")
    )
    kind = models.CharField(_("who objects"), max_length=12, choices=Kind)
    name = ObjectionField(_("name"))
    identity = ObjectionField(_("identity number or credit code"))
    contact = ObjectionField(_("telephone or e-mail"))
    text = ObjectionField(_("objection"))
    code_hash = models.CharField(_("hash of the receipt code"), max_length=64, unique=True)
    received_at = models.DateTimeField(_("received"))
    due_on = models.DateField(_("answer due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(pgettext_lazy("objection", "answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["due_on", "received_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None, answer="")
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="objection_answered_who_and_when",
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="objection_open")]

    def __str__(self) -> str:
        return str(self.id)


class ObjectionFile(models.Model):
    """Evidence, or the sealed letter of an organization."""

    objection = models.ForeignKey(
        Objection, models.PROTECT, related_name="files", verbose_name=_("objection")
    )
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("file"))
    name = models.CharField(_("file name"), max_length=150)

    class Meta:
        verbose_name = _("file of an objection")
        verbose_name_plural = _("files of objections")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ObjectionEvent(ChainedEvent):
    """What was done with an objection, nobody's name among it (append-only)."""

    subject = models.ForeignKey(Objection, models.PROTECT, related_name="events", verbose_name=_("objection"))

    class Meta(ChainedEvent.Meta):
        verbose_name = _("event of an objection")
        verbose_name_plural = _("events of objections")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="objection_event_seq")]

    @property
    def title(self) -> str:
        """The kind in words."""
        return str(TITLES.get(self.kind, self.kind))


class AppealQuerySet(models.QuerySet["Appeal"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """Whoever sees the application."""
        return self.filter(application__in=Application.objects.visible_to(capacity))

    def unsettled(self) -> Self:
        """Being examined, or upheld while nothing has followed yet."""
        rows = ApplicationEvent.objects.filter(subject=OuterRef("application"), kind__in=FOLLOWED)
        followed = Exists(rows.filter(at__gte=OuterRef("answered_at")))
        return self.filter(Q(state=Appeal.State.OPEN) | Q(state=Appeal.State.UPHELD) & ~followed)


class Appeal(models.Model):
    """An applicant asks for the decision to be looked at again, once and within its period."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("objection", "Being examined")
        UPHELD = "upheld", pgettext_lazy("objection", "Upheld")
        REJECTED = "rejected", pgettext_lazy("objection", "Not upheld")

    application = models.OneToOneField(
        Application, models.PROTECT, related_name="appeal", verbose_name=_("application")
    )
    text = models.TextField(_("reasons"), max_length=4000)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    due_on = models.DateField(_("answer due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(pgettext_lazy("objection", "answer"), max_length=4000, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by")
    )

    objects = AppealQuerySet.as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answered_by=None, answer="")
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="appeal_answered_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.application)
