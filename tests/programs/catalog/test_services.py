"""Publishing, and what may still change afterwards."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone, translation

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.inbox.kinds import kind
from portal.inbox.offsets import offsets
from programs.catalog import services
from programs.catalog.models import Condition, Program, Round, RoundChange
from programs.catalog.reminding import offsets_of
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.forms import FormFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def ready(**fields: Any) -> Round:
    """A draft that lacks nothing."""
    round_ = RoundFactory(draft=True, **fields)
    FormFactory(program=round_.program, complete=True)
    return round_


def in_days(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_publish_program_makes_it_public_and_searchable() -> None:
    program = ProgramFactory(draft=True, title="创新贷款")
    services.publish_program(program, administrator())
    assert list(Program.objects.published().search("贷款")) == [program]


def test_publish_program_is_refused_without_clause_and_contact() -> None:
    program = ProgramFactory(draft=True, clauses=[], contact_phone="")
    with pytest.raises(Refused) as refusal:
        services.publish_program(program, administrator())
    assert str(refusal.value) == (
        "Not yet. What is missing: The program names no clause it rests on. "
        "The program names no contact with a telephone number."
    )


def test_publish_round_sets_who_and_when_and_pins_the_form() -> None:
    round_ = ready()
    services.publish_round(round_.pk, administrator())
    round_.refresh_from_db()
    assert (round_.status, round_.published_by) == (Round.Status.PUBLISHED, administrator())
    assert round_.published_at is not None
    assert round_.pinned_form.version.number == 1


def test_publish_round_twice_is_refused() -> None:
    with pytest.raises(Refused, match="already published"):
        services.publish_round(RoundFactory().pk, administrator())


def test_publication_gaps_are_none_when_ready() -> None:
    assert services.publication_gaps(ready()) == []


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"program__draft": True}, "The program is not published yet. Publish it first."),
        ({"applicant_kinds": []}, "The round does not say who may apply."),
        (
            {"applicant_kinds": ["robot"]},
            "“robot” is not a kind of applicant. Use organization, team or person.",
        ),
        ({"amount_cap": 200_000}, "The cap per applicant does not say for which period it counts."),
        ({"conditions": []}, "The round lists no condition: say who qualifies."),
    ],
)
def test_publication_gaps_name_what_is_missing(fields: dict[str, Any], sentence: str) -> None:
    assert services.publication_gaps(ready(**fields)) == [sentence]


def test_publication_gaps_name_a_condition_without_source() -> None:
    round_ = ready()
    Condition.objects.create(round=round_, sentence="成立满一年", position=9)
    assert services.publication_gaps(round_) == ["Condition 2 has no source clause: “成立满一年”"]


def test_publication_gaps_include_a_missing_form() -> None:
    assert services.publication_gaps(RoundFactory(draft=True)) == ["The program has no form."]


def test_publish_round_changes_nothing_when_refused() -> None:
    round_ = RoundFactory(draft=True)
    with pytest.raises(Refused):
        services.publish_round(round_.pk, administrator())
    assert Round.objects.get(pk=round_.pk).status == Round.Status.DRAFT


@pytest.mark.parametrize("kind", ["organization", "department", "self", "auditor"])
def test_publish_round_is_refused_to_others(kind: str) -> None:
    by = Capacity(administrator(), kind, kind, kind)
    with pytest.raises(Refused, match="Only administrators and officials"):
        services.publish_round(ready().pk, by)


def test_move_deadline_later_needs_no_reason_and_is_kept() -> None:
    round_ = RoundFactory()
    later = in_days(20)
    services.move_deadline(round_.pk, later, "", administrator())
    change = RoundChange.objects.get(round=round_)
    assert Round.objects.get(pk=round_.pk).closes_at == later
    assert (change.field, change.by, change.reason) == ("closes_at", administrator(), "")
    assert change.after == timezone.localtime(later).isoformat(timespec="minutes")


def test_move_deadline_earlier_needs_a_reason() -> None:
    round_ = RoundFactory()
    with pytest.raises(Refused, match="Say why"):
        services.move_deadline(round_.pk, in_days(3), "  ", administrator())
    services.move_deadline(round_.pk, in_days(3), "Budget used up", administrator())
    assert RoundChange.objects.get(round=round_).reason == "Budget used up"


def test_move_deadline_of_a_round_open_all_year_needs_a_reason() -> None:
    round_ = RoundFactory(always=True)
    with pytest.raises(Refused, match="Say why"):
        services.move_deadline(round_.pk, in_days(3), "", administrator())


@pytest.mark.parametrize(
    ("situation", "days", "sentence"),
    [
        ({}, -1, "cannot be moved into the past"),
        ({"upcoming": True}, 2, "A round closes after it opens."),
        ({"draft": True}, 30, "This round is a draft"),
    ],
)
def test_move_deadline_is_refused(situation: dict[str, bool], days: int, sentence: str) -> None:
    round_ = RoundFactory(**situation)
    with pytest.raises(Refused, match=sentence):
        services.move_deadline(round_.pk, in_days(days), "Reason", administrator())


def test_move_deadline_to_the_same_moment_is_refused() -> None:
    round_ = RoundFactory()
    with pytest.raises(Refused, match="present deadline"):
        services.move_deadline(round_.pk, round_.closes_at, "", administrator())


def test_move_deadline_opens_a_closed_round_again() -> None:
    round_ = RoundFactory(closed=True)
    services.move_deadline(round_.pk, in_days(2), "", administrator())
    assert Round.objects.get(pk=round_.pk).phase() == Round.Phase.OPEN


def test_move_deadline_tells_the_hooks(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []
    monkeypatch.setattr(services, "_on_deadline_moved", [])
    services.register_on_deadline_moved(lambda *args: told.append(args))
    round_ = RoundFactory()
    later = in_days(20)
    services.move_deadline(round_.pk, later, " more time ", administrator())
    assert told == [(round_, round_.closes_at, later, "more time")]


def test_change_reminders_keeps_the_change() -> None:
    round_ = RoundFactory()
    wanted = {"draft_closing": offsets("5w", "2h")}
    services.change_reminders(round_.pk, wanted, administrator())
    changed = Round.objects.get(pk=round_.pk)
    assert offsets_of(changed, "draft_closing") == wanted["draft_closing"]
    assert offsets_of(changed, "correction_due") == kind("correction_due").offsets
    after = RoundChange.objects.get(round=round_).after.split("; ")
    assert [line for line in after if not line.startswith("overdue")] == [
        "draft_closing 5w 2h", "correction_due 3w 1w 3h", "seal_due 3w 1w",
    ]  # fmt: skip


def test_change_contact_is_kept_for_published_rounds() -> None:
    round_ = RoundFactory()
    RoundFactory(program=round_.program, draft=True)
    services.change_contact(round_.program_id, "窗口", "021-0000 0001", administrator())
    assert list(RoundChange.objects.values_list("round", "before", "after")) == [
        (round_.pk, "企业服务处 021-0000 0000", "窗口 021-0000 0001")
    ]


@pytest.mark.parametrize(
    "statement", ["UPDATE catalog_roundchange SET reason = ''", "DELETE FROM catalog_roundchange"]
)
def test_what_was_changed_is_kept(statement: str) -> None:
    services.move_deadline(RoundFactory().pk, in_days(20), "", administrator())
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="append-only"):
        cursor.execute(statement)
