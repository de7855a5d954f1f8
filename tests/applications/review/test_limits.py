"""At most so many across rounds: for an applicant at the start, for a leader before it is handed in."""

import pytest
from django.utils import timezone

from applications.review import limits
from applications.review.models import ApplicationText, LimitRule
from portal.api.problems import Refused
from portal.privacy import numbers
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import ProgramFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"


def rule(*programs, **fields) -> LimitRule:
    made = LimitRule.objects.create(name="同一申请人限报一项", **{"per": "applicant", **fields})
    made.programs.set(programs)
    return made


def rounds(**fields):
    return [intake.open_round(program=ProgramFactory(**fields)) for _number in range(2)]


def hand_in(application):
    return intake.perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())


def test_nothing_more_is_started_where_the_applicant_has_enough() -> None:
    first, second = rounds(exclusion_group="labs")
    rule(exclusion_group="labs")
    firm, other = member(), member()
    done = intake.submitted(intake.draft(first, firm))
    with pytest.raises(Refused, match=done.number):
        intake.draft(second, firm)
    intake.draft(second, other)
    intake.decided(done, "refuse")
    intake.draft(second, firm)


@pytest.mark.exhaustive
def test_programs_that_the_rule_does_not_name_are_free() -> None:
    first, second = rounds()
    rule(first.program)
    firm = member()
    intake.submitted(intake.draft(first, firm))
    intake.draft(second, firm)


def test_a_draft_of_before_is_held_when_it_is_handed_in() -> None:
    first, second = rounds()
    rule(first.program, second.program)
    firm = member()
    drafts = [intake.filled(intake.draft(round_, firm)) for round_ in (first, second)]
    hand_in(drafts[0])
    page = signed_in(firm).get(address(drafts[1], "application_check")).text
    assert "同一申请人限报一项" in page
    with pytest.raises(Refused, match="限报一项"):
        hand_in(drafts[1])


def test_leader_is_counted_over_applicants_by_the_encrypted_number() -> None:
    first, second = rounds()
    made = rule(first.program, second.program, per="leader")
    done, late = (intake.submitted(intake.draft(round_)) for round_ in (first, second))
    kept = {"leader": {"name": "林晚舟", "id_number": numbers.seal(NUMBER)}}
    assert ApplicationText.objects.filter(application=done).exists()  # kept at once: a rule counts leaders
    ApplicationText.objects.filter(application=done).update(leader=limits.leader_of(done, kept)[0])

    def refused(number: str) -> str | None:
        key, name = limits.leader_of(late, {"leader": {"name": "林晚舟", "id_number": numbers.seal(number)}})
        who = limits.Who({"organization": late.organization_id}, late.applicant_name, key, name)
        return limits.refused(limits.rules_for(second.program), who, late, intake.holder(late))

    assert "林晚舟" in refused(NUMBER)
    assert done.number not in refused(NUMBER)  # another applicant's
    assert refused("110105194912310011") is None
    made.at_most = 2
    made.save()
    assert refused(NUMBER) is None


@pytest.mark.exhaustive
def test_official_is_told_the_number_of_the_other_at_the_formal_check() -> None:
    first, second = rounds()
    firm = member()
    done, other = (intake.submitted(intake.draft(round_, firm)) for round_ in (first, second))
    rule(first.program, second.program)
    with pytest.raises(Refused, match=done.number):
        intake.decided(other, "accept")


@pytest.mark.exhaustive
def test_rule_counts_what_was_approved_alone() -> None:
    first, second = rounds()
    rule(first.program, second.program, counts="supported")
    firm = member()
    done = intake.submitted(intake.draft(first, firm))
    intake.draft(second, firm)
    intake.decided(done, "accept", "approve")
    with pytest.raises(Refused):
        intake.draft(intake.open_round(program=second.program, name="又一批"), firm)


def test_name_alone_is_somebody_of_one_applicant() -> None:
    application, other = intake.draft(), intake.draft()
    answers = {"leader": {"name": "林 晚舟"}}
    key, name = limits.leader_of(application, answers)
    assert (name, limits.same_leader(key)) == ("林 晚舟", [key])
    assert limits.leader_of(other, answers)[0] != key
    assert limits.leader_of(application, {}) == ("", "")
