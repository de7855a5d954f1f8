"""Recomputing a decision from what was pinned: "same", or where it differs.

Nothing is read from the results: the form, the conditions, the scores, the moves and the minutes are taken as
they were kept, everything is worked out again and laid beside what was written down.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.intake import snapshot, verdicts
from applications.intake.models import Application, ApplicationEvent
from applications.ranking.allotting import Outcome
from applications.ranking.deciding import hash_of
from applications.ranking.drawing import lines_of
from applications.ranking.models import Place, RankingEvent
from applications.ranking.outcomes import action_of, place_of
from applications.ranking.reckoning import Line
from portal.history.services import verify


@dataclass(frozen=True)
class Finding:
    """One thing compared: what was written down, and what comes out now."""

    what: str
    kept: str
    found: str

    @property
    def same(self) -> bool:
        return self.kept == self.found


def replay(application: Application) -> list[Finding]:
    """Everything that can be recomputed of its decision, in the order in which it happened."""
    return [finding for part in PARTS for finding in part(application)]


def verdict(findings: list[Finding]) -> bool:
    """Whether all of it comes out the same."""
    return bool(findings) and all(finding.same for finding in findings)


def _history(application: Application) -> Iterator[Finding]:
    """The chain of its events; what was erased under the privacy law is no difference."""
    wrong = [
        str(found.seq)
        for found in verify(ApplicationEvent.objects.filter(subject=application))
        if not found.outcome.sound
    ]
    intact = _("unbroken")
    yield Finding(_("History of the application"), intact, ", ".join(wrong) or intact)


def _submission(application: Application) -> Iterator[Finding]:
    """What was handed in last, under the form and the conditions that were pinned."""
    submission = application.submissions.select_related("application__organization").order_by("-seq").first()
    if submission is None:
        return
    yield Finding(
        _("What was handed in"), submission.content_hash, snapshot.sha256(snapshot.content_of(submission))
    )
    if submission.rules_digest:
        yield Finding(
            _("Conditions of the round"),
            submission.rules_digest,
            verdicts.digest(application.round, verdicts.pinned(application.round)),
        )


def _ranking(application: Application) -> Iterator[Finding]:
    """The place in the list, its outcome and the hash of the whole list with its minutes."""
    place = place_of(application.pk)
    if place is None:
        return
    ranking = place.ranking
    lines = lines_of(ranking)
    position = next((n for n, line in enumerate(lines, 1) if line.key == str(application.pk)), 0)
    line = lines[position - 1] if position else None
    yield Finding(_("Position in the list"), str(place.position), str(position))
    yield Finding(_("Score"), _score(place.score), _score(line.score if line else None))
    yield Finding(pgettext("ranking", "Outcome"), _outcome(place), _outcome(line))
    yield Finding(_("Amount"), _yuan(place.amount), _yuan(line.amount if line else None))
    yield Finding(
        _("The whole list with scores and minutes"), ranking.content_hash, hash_of(ranking, ranking.meeting)
    )
    broken = [
        str(found.seq)
        for found in verify(RankingEvent.objects.filter(subject=ranking))
        if not found.outcome.sound
    ]
    intact = _("unbroken")
    yield Finding(_("History of the list"), intact, ", ".join(broken) or intact)


def _decision(application: Application) -> Iterator[Finding]:
    """What the application was told against what the list says."""
    place = place_of(application.pk)
    if place is None:
        return
    action, events = action_of(place), application.events.all()
    if again := events.filter(kind="reconsidered").order_by("seq").first():
        events = events.filter(seq__lt=again.seq)  # what an appeal led to is no outcome of the list
    event = events.filter(kind__in=EVENTS[action]).order_by("-seq").first()
    if event is None:
        return
    if place.outcome == Outcome.SUPPORT and event.payload:
        told = event.payload.get("amount")
        pair = (f"{place.amount:,.2f}", f"{Decimal(told):,.2f}") if told else ("—", "—")
        yield Finding(_("Amount proposed"), *pair)


# What the workflow writes when an outcome arrives.
EVENTS = {
    "propose": ("proposed",),
    "approve": ("approved",),
    "reserve": ("reserved",),
    "decline": ("declined",),
}
Part = Callable[[Application], Iterator[Finding]]
PARTS: tuple[Part, ...] = (_history, _submission, _ranking, _decision)


def _score(value: object) -> str:
    return "—" if value is None else f"{value:.2f}"


def _yuan(value: object) -> str:
    return "—" if value is None else f"{value:,.2f}"


def _outcome(found: Place | Line | None) -> str:
    return "—" if found is None else str(Outcome(found.outcome).label)
