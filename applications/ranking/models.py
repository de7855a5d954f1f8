from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.intake.models import Application
from applications.ranking.allotting import Outcome
from portal.history.models import ChainedEvent
from programs.catalog.models import Round

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity


TITLES = {
    "drawn_up": _("Drawn up"),
    "moved": _("Moved"),
    "amount_set": _("Amount set"),
    "outcome_set": _("Held back"),
    "settled": _("Looked at again"),
    "fixed": pgettext_lazy("ranking", "Fixed by the meeting"),
}


class RankingQuerySet(models.QuerySet["Ranking"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The handling department, those above it, and the auditor."""
        if capacity is not None and capacity.department:
            return self.filter(round__department__path__startswith=capacity.department.path)
        return self if capacity is not None and capacity.kind == "auditor" else self.none()


class Ranking(models.Model):
    """The applications of a round in order, from the scores as they were when it was drawn up.

    `scores`: [[application, expert, total]] as text. `candidates`: [{"application", "number", "asked",
    "group"}]. `quotas`: {group: at most so many}. Together with its events they give every place again.
    A fixed ranking never changes: a trigger says so.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        FIXED = "fixed", pgettext_lazy("ranking", "Fixed by the meeting")

    class Method(models.TextChoices):
        MEAN = "mean", _("Mean")
        TRIMMED = "trimmed", _("Mean without the highest and the lowest")

    class Grouping(models.TextChoices):
        NONE = "", _("No quotas")
        DISTRICT = "district", _("District")
        FIELD = "field", _("Industry")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="rankings", verbose_name=_("round"))
    pass_no = models.PositiveSmallIntegerField(_("review pass"), default=1)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    method = models.CharField(_("ranked by"), max_length=8, choices=Method, default=Method.MEAN)
    budget = models.DecimalField(_("budget, yuan"), max_digits=16, decimal_places=2, null=True, blank=True)
    least = models.DecimalField(_("least score"), max_digits=5, decimal_places=2, null=True, blank=True)
    spread = models.DecimalField(_("far apart from, points"), max_digits=5, decimal_places=2, default=20)
    grouping = models.CharField(_("quotas by"), max_length=8, choices=Grouping, blank=True, default="")
    quotas = models.JSONField(_("quotas"), default=dict, blank=True)
    scores = models.JSONField(_("scores as they were"), default=list)
    candidates = models.JSONField(_("candidates as they were"), default=list)
    content_hash = models.CharField(_("content hash"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("drawn up"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn up by")
    )
    fixed_at = models.DateTimeField(_("fixed"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("fixed by")
    )

    objects = RankingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ranking")
        verbose_name_plural = _("rankings")
        ordering = ["-made_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "pass_no"], name="ranking_once_a_pass"),
            models.CheckConstraint(
                condition=Q(state="draft", fixed_at=None, fixed_by=None, content_hash="")
                | Q(state="fixed", fixed_at__isnull=False, fixed_by__isnull=False) & ~Q(content_hash=""),
                name="ranking_fixed_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def is_fixed(self) -> bool:
        return self.state == self.State.FIXED


class Place(models.Model):
    """Where an application stands; worked out again from the ranking after each change.

    `position`: the order, 1 to n. `place`: by score, shared by equals. `twice`: the reasons to look again:
    "far apart", "tied", and the methods by which the outcome would be another.
    """

    ranking = models.ForeignKey(Ranking, models.CASCADE, related_name="places", verbose_name=_("ranking"))
    application = models.ForeignKey(
        Application, models.PROTECT, related_name="places", verbose_name=_("application")
    )
    position = models.PositiveIntegerField(_("position"))
    place = models.PositiveIntegerField(_("place by score"))
    count = models.PositiveSmallIntegerField(_("reviews"), default=0)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    low = models.DecimalField(_("lowest score"), max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(_("highest score"), max_digits=5, decimal_places=2, null=True)
    mean = models.DecimalField(_("mean"), max_digits=5, decimal_places=2, null=True)
    trimmed = models.DecimalField(_("trimmed mean"), max_digits=5, decimal_places=2, null=True)
    calibrated = models.DecimalField(_("calibrated score"), max_digits=6, decimal_places=2, null=True)
    amount = models.DecimalField(_("amount, yuan"), max_digits=14, decimal_places=2)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    group = models.CharField(_("group"), max_length=120, blank=True)
    twice = models.JSONField(_("look again because of"), default=list)
    settled = models.BooleanField(_("looked at again"), default=False)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["ranking", "position"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "application"], name="place_once"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="place_amount_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.application_id}"


class RankingEvent(ChainedEvent):
    """What was done to a ranking; the changes of people are read from here (append-only)."""

    subject = models.ForeignKey(Ranking, models.PROTECT, related_name="events", verbose_name=_("ranking"))

    class Meta(ChainedEvent.Meta):
        verbose_name = _("ranking event")
        verbose_name_plural = _("ranking events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="ranking_event_seq")]

    @property
    def title(self) -> str:
        """The kind in words."""
        return str(TITLES.get(self.kind, self.kind))


class Meeting(models.Model):
    """The collective meeting that fixed a ranking (append-only).

    `attendees`: [name]. `recusals`: [{"person", "number", "reason"}]: who stayed out of which application.
    """

    ranking = models.OneToOneField(Ranking, models.PROTECT, related_name="meeting", verbose_name=_("ranking"))
    number = models.CharField(_("number of the minutes"), max_length=60)
    held_on = models.DateField(_("held on"))
    attendees = models.JSONField(_("attendees"))
    recusals = models.JSONField(_("recusals"), default=list)
    minutes = models.ForeignKey(
        "files.StoredFile", models.PROTECT, related_name="+", verbose_name=_("minutes")
    )
    minutes_name = models.CharField(_("file name"), max_length=150)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self) -> str:
        return self.number


class Carrying(models.Model):
    """The outcome of one place on its way to its application: found again after any interruption.

    `capacity`: {"key", "role"} of who fixed the list. `problem`: why the application did not take it.
    """

    place = models.OneToOneField(Place, models.PROTECT, related_name="carrying", verbose_name=_("place"))
    action = models.CharField(_("action"), max_length=20)
    capacity = models.JSONField(_("capacity"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    problem = models.CharField(_("problem"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("outcome on its way")
        verbose_name_plural = _("outcomes on their way")
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], condition=Q(done_at=None), name="carrying_open")]

    def __str__(self) -> str:
        return f"{self.action} {self.place_id}"


def settings_of(ranking: Ranking) -> dict[str, Any]:
    """What was set for it, as it is hashed and kept in events."""
    return {
        "pass": ranking.pass_no,
        "method": ranking.method,
        "budget": text(ranking.budget),
        "least": text(ranking.least),
        "spread": text(ranking.spread),
        "grouping": ranking.grouping,
        "quotas": ranking.quotas,
    }


def text(value: Any) -> str | None:
    """A decimal as it is hashed: two places."""
    return None if value is None else f"{value:.2f}"


class Fingerprint(models.Model):
    """The bands of the MinHash signature of what was handed in: no text can be read from them."""

    submission = models.OneToOneField(
        "intake.Submission", models.CASCADE, related_name="fingerprint", verbose_name=_("submission")
    )
    application = models.ForeignKey(
        Application, models.CASCADE, related_name="fingerprints", verbose_name=_("application")
    )
    bands = ArrayField(models.BigIntegerField(), verbose_name=_("bands"), default=list)

    class Meta:
        verbose_name = _("fingerprint of a text")
        verbose_name_plural = _("fingerprints of texts")
        indexes = [GinIndex(fields=["bands"], name="fingerprint_bands")]

    def __str__(self) -> str:
        return str(self.submission_id)


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, capacity: "Capacity | None") -> Self:
        """The handling department and the auditor."""
        if capacity is not None and capacity.department:
            return self.filter(round__department=capacity.department)
        return self if capacity is not None and capacity.kind == "auditor" else self.none()


class Comparison(models.Model):
    """A search for applications of a round that say nearly the same as others, of this round or before.

    Worked through in pieces and found again after an interruption: `after` is the last application done.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="comparisons", verbose_name=_("round"))
    asked_at = models.DateTimeField(_("asked for"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked for by")
    )
    total = models.PositiveIntegerField(_("applications"))
    done = models.PositiveIntegerField(_("compared"), default=0)
    after = models.UUIDField(_("last one compared"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison of applications")
        verbose_name_plural = _("comparisons of applications")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(finished_at=None), name="comparison_one_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.round)


class SimilarPair(models.Model):
    """Two applications with long passages in common: a hint to look, never a verdict.

    `likeness`: the share of the shingles of the shorter one that the other has too, 0 to 1. `passages`:
    [[text of the one, text of the other]].
    """

    comparison = models.ForeignKey(
        Comparison, models.CASCADE, related_name="pairs", verbose_name=_("comparison of applications")
    )
    one = models.ForeignKey(Application, models.PROTECT, related_name="+", verbose_name=_("application"))
    other = models.ForeignKey(
        Application, models.PROTECT, related_name="+", verbose_name=_("other application")
    )
    likeness = models.DecimalField(_("likeness"), max_digits=4, decimal_places=3)
    passages = models.JSONField(_("passages in common"), default=list)

    class Meta:
        verbose_name = _("similar applications")
        verbose_name_plural = _("similar applications")
        ordering = ["-likeness", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "one", "other"], name="similar_pair_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="similar_pair_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"
