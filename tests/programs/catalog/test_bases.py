"""What binds nobody cannot carry a round alone: internal plans, model texts, lapsed documents."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.api.problems import Refused
from programs.catalog.bases import basis_gaps
from programs.catalog.models import Round
from programs.catalog.services import move_deadline, publish_round
from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory, DocumentFactory

pytestmark = pytest.mark.django_db
WEAK = ("plan", "model_text", "lapsed")


def weak_clause(kind: str) -> Any:
    return ClauseFactory(document=DocumentFactory(**{kind: True}))


def draft(**fields: Any) -> Round:
    return RoundFactory(**{"draft": True, "program": ProgramFactory()} | fields)


def gaps(round_: Round) -> list[str]:
    return basis_gaps(Round.objects.select_related("program", "notice").get(pk=round_.pk))


@pytest.mark.parametrize("kind", WEAK)
def test_a_condition_needs_more_than_a_document_that_binds_nobody(kind: str) -> None:
    round_ = draft()
    assert gaps(round_) == []
    round_.conditions.create(position=9, sentence="成立满一年", clause=weak_clause(kind))
    (gap,) = gaps(round_)
    assert "“成立满一年”" in gap
    with pytest.raises(Refused) as refusal:
        publish_round(round_.pk, administrator())
    assert gap in str(refusal.value)


@pytest.mark.parametrize("kind", WEAK)
def test_a_required_document_needs_more(kind: str) -> None:
    round_ = draft()
    RequiredDocumentFactory(round=round_, name="审计报告", clause=weak_clause(kind))
    (gap,) = gaps(round_)
    assert "“审计报告”" in gap


def test_a_program_needs_one_clause_that_binds() -> None:
    program = ProgramFactory(clauses=[weak_clause("plan"), weak_clause("model_text")])
    round_ = draft(program=program)
    assert len(gaps(round_)) == 1
    program.clauses.add(ClauseFactory())
    assert gaps(round_) == []


def test_a_call_notice_is_a_basis() -> None:
    round_ = draft(program=ProgramFactory(clauses=[weak_clause("plan")]), conditions=[])
    round_.conditions.create(sentence="成立满一年", clause=weak_clause("plan"))
    Round.objects.filter(pk=round_.pk).update(notice=DocumentFactory(notice=True))
    assert gaps(round_) == []
    Round.objects.filter(pk=round_.pk).update(notice=DocumentFactory(notice=True, lapsed=True))
    assert len(gaps(round_)) == 2


def test_a_document_is_judged_on_the_day_the_round_opens() -> None:
    document = DocumentFactory(valid_until=timezone.localdate() + timedelta(days=3))
    round_ = draft(program=ProgramFactory(clauses=[ClauseFactory(document=document)]))
    assert gaps(round_) == []
    opens = timezone.now() + timedelta(days=9)
    Round.objects.filter(pk=round_.pk).update(opens_at=opens, closes_at=opens + timedelta(days=9))
    assert len(gaps(round_)) == 1


def test_a_round_that_is_over_is_not_asked_but_cannot_open_again() -> None:
    program = ProgramFactory(clauses=[weak_clause("plan")])
    round_ = RoundFactory(program=program, closed=True)
    assert gaps(round_) == []
    with pytest.raises(Refused):
        move_deadline(round_.pk, timezone.now() + timedelta(days=5), "延长", administrator())
    round_.refresh_from_db()
    assert round_.closes_at < timezone.now()
