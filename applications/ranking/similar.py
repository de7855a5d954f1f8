"""Looking for similar applications: over the round and everything ever handed in, as a hint to look.

Works in pieces that each end in a commit and are found again: first every application gets its fingerprint,
then those of the round are compared with what shares a band with them.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from applications.intake.models import Application, Submission
from applications.ranking.drawing import handling_refusal
from applications.ranking.likeness import bands, likeness, passages, plain, shingles
from applications.ranking.models import Comparison, Fingerprint, SimilarPair
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.catalog.models import Round
from programs.forms.screens import questions

TEXT_KINDS = ("short_text", "long_text")
ALIKE = 0.3  # of the shorter text
CHUNK = 100
AT_ONCE = timedelta(seconds=20)  # of each minute
MOST_CANDIDATES = 200


def ask(round_: Round, *, by: Capacity, at: datetime) -> Comparison:
    """Have the round compared; it begins within a minute. Refused while one is under way."""
    if sentence := handling_refusal(round_, by):
        raise Refused(sentence)
    total = Application.objects.ever_submitted().filter(round=round_).count()
    try:
        with transaction.atomic():
            return Comparison.objects.create(round=round_, asked_at=at, asked_by=by.user, total=total)
    except IntegrityError as error:
        raise Refused(_("The comparison is under way already.")) from error


def work(now: datetime) -> None:
    """A piece of what was asked for, each minute."""
    until = monotonic() + AT_ONCE.total_seconds()
    while monotonic() < until:
        comparison = Comparison.objects.filter(finished_at=None).order_by("asked_at").first()
        if comparison is None:
            return
        if not take_fingerprints():
            compare_some(comparison, now)


@transaction.atomic
def take_fingerprints() -> int:
    """Fingerprints of up to CHUNK submissions that have none; how many."""
    newest = Submission.objects.order_by("application_id", "-seq").distinct("application_id")
    missing = Submission.objects.filter(pk__in=newest.values("pk"), fingerprint=None)
    rows = list(missing.select_related("application", "form_version", "application__form_version")[:CHUNK])
    found = [
        Fingerprint(submission=row, application=row.application, bands=bands(shingles(plain(text_of(row)))))
        for row in rows
    ]
    Fingerprint.objects.bulk_create(found, ignore_conflicts=True)
    return len(rows)


def text_of(submission: Submission) -> str:
    """What was written in words, question by question; nothing that is kept encrypted."""
    version = submission.form_version or submission.application.form_version
    answers = submission.counted_answers
    said = [answers.get(question.key) for question in questions(version) if question.kind in TEXT_KINDS]
    return "\n".join(text for text in said if isinstance(text, str))


@transaction.atomic
def compare_some(comparison: Comparison, now: datetime) -> None:
    """Compare the next applications of the round and write down how far it is."""
    rows = Comparison.objects.select_for_update(of=("self",))
    current = rows.filter(pk=comparison.pk, finished_at=None).first()
    if current is None:
        return
    waiting = Application.objects.ever_submitted().filter(round=current.round).order_by("pk")
    if current.after:
        waiting = waiting.filter(pk__gt=current.after)
    applications = list(waiting[:CHUNK])
    for application in applications:
        SimilarPair.objects.bulk_create(pairs_of(current, application.pk), ignore_conflicts=True)
    current.done += len(applications)
    if applications:
        current.after = applications[-1].pk
    if len(applications) < CHUNK:
        current.finished_at = now
    current.save(update_fields=["done", "after", "finished_at"])


def pairs_of(comparison: Comparison, pk: UUID) -> list[SimilarPair]:
    """Whatever says nearly the same as the application; a pair of one round is found from one side only."""
    mine = Fingerprint.objects.filter(application=pk).select_related("submission").last()
    if mine is None or not mine.bands:
        return []
    others = Fingerprint.objects.filter(bands__overlap=mine.bands).exclude(application=pk)
    related = ("submission__form_version", "submission__application__form_version")
    text, found = text_of(mine.submission), []
    own = shingles(plain(text))
    for other in others.select_related(*related).order_by("-pk")[:MOST_CANDIDATES]:
        application = other.submission.application
        if application.round_id == comparison.round_id and application.pk < pk:
            continue
        their_text = text_of(other.submission)
        share = likeness(own, shingles(plain(their_text)))
        if share >= ALIKE:
            pair = SimilarPair(comparison=comparison, one_id=pk, other=application)
            pair.likeness = Decimal(f"{share:.3f}")
            pair.passages = passages(text, their_text)
            found.append(pair)
    return found


def visible(pairs: Iterable[SimilarPair], capacity: Capacity) -> list[tuple[SimilarPair, bool]]:
    """Each pair with whether the reader may see the other application: where not, it has no name for them."""
    listed = list(pairs)
    seen = Application.objects.visible_to(capacity).filter(pk__in=[pair.other_id for pair in listed])
    allowed = set(seen.values_list("pk", flat=True))
    return [(pair, pair.other_id in allowed) for pair in listed]
