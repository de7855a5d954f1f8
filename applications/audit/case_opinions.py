"""What was thought of an application, for its case file: station, formal check, experts, approvals."""

from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.audit.archive import Part
from applications.audit.case_pages import Table, page, row
from applications.intake.models import Application
from applications.panels.models import Review, ReviewScore
from applications.review.models import PointFinding
from applications.stations.models import Batch
from portal.accounts.capacities import Capacity
from portal.files.storage import place
from portal.ui.formats import amounts
from portal.ui.texts import localized


def opinions(application: Application, by: Capacity) -> Iterator[Part]:
    """A page for each kind of opinion there is, and the sealed letters."""
    yield from _recommendations(application, by)
    yield from _check(application)
    yield from _reviews(application, by)
    yield from _approvals(application)


def _recommendations(application: Application, by: Capacity) -> Iterator[Part]:
    """What the recommending department said, each time; its letter with the seal where there is one."""
    related = ("department", "batch__file", "by")
    given = list(application.recommendations.select_related(*related).order_by("at", "pk"))
    letters = Batch.objects.visible_to(by).filter(pk__in=[one.batch_id for one in given if one.batch_id])
    sealed = {letter.pk: letter for letter in letters.exclude(file=None).select_related("file")}
    tables = []
    for one in given:
        letter = sealed.get(one.batch_id or 0)
        path = f"opinions/letter-{letter.pk}{Path(letter.file_name).suffix.lower()[:6]}" if letter else ""
        rows = [
            row(_("Recommended"), one.positive),
            row(_("Opinion"), one.opinion),
            row(_("Letter"), one.batch.number if one.batch else ""),
            row(_("Place in the order of preference"), one.place),
            row(_("Given by"), one.by),
            row(_("Given"), one.at),
        ]
        title = localized(one.department, "name")
        tables.append(Table(title, rows, file=(path, _("Letter with its seal")) if letter else None))
        if letter and letter.file:
            yield Part(path, letter.file_name, partial(place().open, letter.file.sha256), packed=True)
    if tables:
        title = _("Opinion of the recommending department")
        yield page("opinions/recommendation.html", title, tables)


def _check(application: Application) -> Iterator[Part]:
    """Every point with what was found, for each time it was handed in."""
    related = ("point__clause__document", "submission", "by")
    found = PointFinding.objects.filter(application=application).select_related(*related)
    rows: dict[int, list[list[str]]] = {}
    for one in found.order_by("submission__seq", "point__position", "point"):
        told = row(localized(one.point, "text"), one.get_result_display(), one.note, one.by, one.at)
        rows.setdefault(one.submission.seq, []).append(told)
    head = (_("What is checked"), _("Result"), _("Note"), _("Found by"), _("At"))
    tables = [Table(_("Submission %(n)d") % {"n": seq}, lines, head) for seq, lines in rows.items()]
    if tables:
        yield page("opinions/formal-check.html", _("Formal check"), tables)


def _reviews(application: Application, by: Capacity) -> Iterator[Part]:
    """The reviews handed in. Who wrote them is told to the auditor alone; for others their order follows from
    their words, so that it tells nothing either."""
    rows = Review.objects.visible_to(by).filter(assignment__application=application)
    related = ("assignment__expert", "assignment__panel")
    reviews = list(rows.select_related(*related).prefetch_related("scores__criterion", "versions"))
    named = by.kind == "auditor"
    reviews.sort(key=lambda one: (one.assignment.pass_no, "" if named else _by_words(one), one.pk))
    if reviews:
        tables = [table for number, one in enumerate(reviews, 1) for table in _review(number, one, named)]
        yield page("opinions/expert-reviews.html", _("Expert review"), tables)


def _by_words(review: Review) -> str:
    return sha256(review.opinion.encode()).hexdigest()


def _review(number: int, review: Review, named: bool) -> Iterable[Table]:
    assignment, expert = review.assignment, review.assignment.expert
    version = max(review.versions.all(), key=lambda one: one.number, default=None)
    rows = [
        row(_("Review round"), assignment.pass_no),
        row(_("State"), assignment.get_state_display()),
        row(_("Score"), review.total),
        row(pgettext("review", "Recommendation"), review.get_recommendation_display()),
        row(_("Opinion"), review.opinion),
    ]
    if named:
        rows.insert(0, row(_("Expert"), " ".join(filter(None, (expert.name, expert.title, expert.employer)))))
        rows.append(row(_("Handed in"), review.handed_in_at))
    if version:
        rows.append(row(_("Content hash (SHA-256)"), version.content_hash))
    yield Table(_("Review %(n)d") % {"n": number}, rows)
    scores = sorted(review.scores.all(), key=lambda score: (score.criterion.position, score.criterion_id))
    lines = [_score(score) for score in scores]
    if lines:
        head = (_("Criterion"), _("Weight in percent"), _("Points"), _("Of at most"), _("Reason"))
        yield Table(_("Scores of review %(n)d") % {"n": number}, lines, head)


def _score(score: ReviewScore) -> list[str]:
    one = score.criterion
    return row(localized(one, "name"), amounts.trimmed(one.weight), score.points, one.maximum, score.reason)


def _approvals(application: Application) -> Iterator[Part]:
    """Level by level, what an earlier proposal got included."""
    given = application.approvals.select_related("level__department", "by").order_by("at", "pk")
    rows = [
        row(
            one.run,
            f"{one.level.position}. {localized(one.level.department, 'name')}",
            one.by,
            one.at,
            one.note,
            one.run == application.approval_run,
        )
        for one in given
    ]
    if rows:
        head = (
            *(_("Proposal"), _("Level"), _("Approved by"), pgettext("approval", "Approved")),
            *(_("Note"), _("Counts, nothing was proposed anew since")),
        )
        yield page("opinions/approvals.html", _("Approvals"), [Table(_("Approvals"), rows, head)])
