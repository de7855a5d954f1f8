"""What a round rests on: internal plans, model texts and lapsed documents cannot carry it alone."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from programs.catalog.models import Round
from programs.policies.marks import marked, marks
from programs.policies.models import Clause, PolicyDocument


def basis_gaps(round_: Round) -> list[str]:
    """What stands only on documents that bind nobody; empty for a round that is over or has a call notice.

    The documents are judged on the day the round opens, or today if it is open.
    """
    now = timezone.now()
    if round_.closes_at and round_.closes_at < now:
        return []
    on = timezone.localdate(max(now, round_.opens_at))
    if round_.notice and not marks(round_.notice, on):
        return []
    return [*_program_gaps(round_, on), *_condition_gaps(round_, on), *_document_gaps(round_, on)]


def _program_gaps(round_: Round, on: date) -> list[str]:
    documents = [clause.document for clause in round_.program.clauses.select_related("document")]
    if not documents or not all(marks(document, on) for document in documents):
        return []
    names = _named(documents, on)
    return [
        _(
            "The program rests only on %(documents)s. Add a clause of a policy in force, or give the round"
            " a call notice."
        )
        % {"documents": names}
    ]


def _condition_gaps(round_: Round, on: date) -> list[str]:
    conditions = list(round_.conditions.select_related("clause__document"))
    sentence = _(
        "Condition %(number)s rests only on %(document)s: “%(sentence)s”. Name a clause of a policy in"
        " force, or give the round a call notice."
    )
    return [
        sentence % {"number": number, "sentence": line.sentence, "document": weak}
        for number, line in enumerate(conditions, start=1)
        if (weak := _weak(line.clause, on))
    ]


def _document_gaps(round_: Round, on: date) -> list[str]:
    sentence = _(
        "The required document “%(name)s” rests only on %(document)s. Name a clause of a policy in force,"
        " or give the round a call notice."
    )
    return [
        sentence % {"name": line.name, "document": weak}
        for line in round_.documents.select_related("clause__document")
        if (weak := _weak(line.clause, on))
    ]


def _weak(clause: Clause | None, on: date) -> str:
    """The clause's document with its marks where it binds nobody, else ""."""
    return _named([clause.document], on) if clause and marks(clause.document, on) else ""


def _named(documents: Iterable[PolicyDocument], on: date) -> str:
    names = dict.fromkeys(marked(document.short_title, document, on) for document in documents)
    return pgettext("between the items of a list", ", ").join(names)
