"""Full text over what was handed in: its terms are kept soon after, so that asking reads an index."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, OuterRef, QuerySet

from applications.intake.models import Application, ApplicationEvent, Submission
from applications.review.limits import counts_leaders, leader_of
from applications.review.models import ApplicationText
from programs.forms import screens
from programs.forms.kinds import kind_of
from programs.forms.screens import Question
from programs.forms.validator import is_empty
from programs.search.terms import query_terms, text_terms

LONGEST = 100  # characters of a term, and of what is looked for
CHUNK = 200
STILL_UNDER_WAY = 20_000  # a submission is committed before so many later ones have been begun


def keep_leader(application: Application, event: ApplicationEvent) -> None:
    """What was just handed in is kept at once where a limit counts project leaders; hears every action."""
    if event.kind != "submitted" or not counts_leaders(application.round.program):
        return
    submission = application.just_submitted or application.submissions.order_by("-seq").first()
    if submission is not None:
        submission.application = application
        keep([submission])


def keep_due() -> int:
    """Keep the terms of everything handed in since, in parts; how many submissions.

    Handing in never waits for it: the rows say what is missing.
    """
    count = 0
    while kept := _keep_some():
        count += kept
    return count


@transaction.atomic
def _keep_some() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [__name__])
        if not cursor.fetchone()[0]:
            return 0  # another worker is at it
    newest = ApplicationText.objects.aggregate(last=Max("submission"))["last"] or 0
    kept = ApplicationText.objects.filter(application=OuterRef("application"), submission__gte=OuterRef("pk"))
    missing = Submission.objects.filter(~Exists(kept), pk__gt=newest - STILL_UNDER_WAY)
    related = ("application__organization", "application__person", "application__form_version")
    found = list(missing.select_related("form_version", *related).order_by("pk")[:CHUNK])
    keep(found)
    return len(found)


def keep(submissions: Iterable[Submission]) -> None:
    """The terms and the leader of the newest submission of each stand for its application from now on."""
    newest = {row.application_id: row for row in submissions}
    ApplicationText.objects.bulk_create(
        [
            ApplicationText(
                application=row.application,
                submission=row,
                terms=terms_of(row),
                leader=leader_of(row.application, row.answers)[0],
            )
            for row in newest.values()
        ],
        update_conflicts=True,
        unique_fields=["application"],
        update_fields=["submission", "terms", "leader"],
    )


def terms_of(submission: Submission) -> list[str]:
    """Of every answer that may be read and of the names of the files; nothing that is kept encrypted."""
    application, answers = submission.application, submission.counted_answers
    version = submission.form_version or application.form_version
    said = [
        words
        for question in screens.questions(version)
        for words in words_of(question, answers.get(question.key))
    ]
    said += [application.applicant_name, *(file["name"] for file in submission.files)]
    return sorted(term for term in text_terms("\n".join(said), longest=0) if len(term) <= LONGEST)


def words_of(question: Question, value: Any) -> Iterator[str]:
    """An answer as it reads; of a block or table each part that is not kept encrypted."""
    kind = kind_of(question)
    if is_empty(value) or kind.private or kind.by_files:
        return
    if not question.parts:
        yield kind.display(question, value)
        return
    for line in lines_of(value):
        for part in question.parts:
            yield from words_of(part, line.get(part.key))


def lines_of(value: Any) -> Iterator[Mapping[str, Any]]:
    """The lines of a block, a table, or a grid with a line for each choice."""
    if isinstance(value, list):
        yield from (line for line in value if isinstance(line, dict))
    elif isinstance(value, dict):
        inner = [line for line in value.values() if isinstance(line, dict)]
        yield from inner or [value]


def having[Rows: QuerySet[Any]](rows: Rows, typed: str) -> Rows:
    """Applications whose answers have every word, every pair of neighboring characters that was typed."""
    terms = query_terms(typed[:LONGEST])
    return rows.filter(handed_in_text__terms__contains=terms) if terms else rows
