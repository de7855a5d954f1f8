from datetime import timedelta

import pytest
from django.utils import timezone

from applications.intake.models import Letter
from applications.intake.services import save_answers
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, oneself

pytestmark = pytest.mark.django_db


def act(application, action: str, client=None, **data: str):
    client = client or signed_in(intake.official(application.round.department))
    return client.post(
        address(application, "review_action", action),
        {f"{action}-{name}": value for name, value in data.items()},
    )


def tomorrow() -> str:
    return (timezone.localdate() + timedelta(days=3)).isoformat()


@pytest.mark.parametrize(
    ("before", "action", "data", "after"),
    [
        ("submitted", "accept", {}, "accepted"),
        ("submitted", "return", {"items": "缺签章页\n\n金额不一致 ", "due_on": tomorrow()}, "returned"),
        ("submitted", "refuse", {"note": "不在申报范围"}, "refused"),
        ("accepted", "approve", {"amount": "80000"}, "approved"),
        ("accepted", "decline", {"note": "资金有限"}, "declined"),
    ],
)
def test_action_changes_the_state_and_issues_its_letter(before, action, data, after) -> None:
    application = intake.in_status(before)
    response = act(application, action, **data)
    assert response["Location"] == address(application, "review_application")
    application.refresh_from_db()
    assert application.status == after
    letter = Letter.objects.latest("pk")
    page = signed_in(intake.holder(application)).get(address(application, "letter", letter.pk))
    assert letter.number in page.text


def test_return_lists_every_point_once() -> None:
    application = intake.submitted()
    act(application, "return", items="缺签章页\n\n 金额不一致 ", due_on=tomorrow())
    assert Letter.objects.get().content["items"] == ["缺签章页", "金额不一致"]


@pytest.mark.parametrize(
    ("before", "action", "data"),
    [
        ("submitted", "return", {"items": "", "due_on": ""}),
        ("submitted", "return", {"items": "缺签章页", "due_on": "2020-01-01"}),
        ("submitted", "refuse", {"note": "  "}),
        ("accepted", "approve", {"amount": "0"}),
        ("accepted", "approve", {"amount": "-5"}),
        ("accepted", "approve", {"amount": "twenty"}),
        ("accepted", "decline", {"note": ""}),
    ],
)
def test_wrong_input_changes_nothing_and_keeps_what_was_typed(before, action, data) -> None:
    application = intake.in_status(before)
    response = act(application, action, **data)
    assert response.status_code == 422
    assert response.text.count('id="errors"') == 1
    assert all(value in response.text for value in data.values())
    application.refresh_from_db()
    assert application.status == before


def test_an_amount_above_the_cap_is_refused_with_both_figures() -> None:
    application = intake.decided(
        intake.submitted(intake.draft(intake.open_round(amount_cap=100000))), "accept"
    )
    response = act(application, "approve", amount="100000.01")
    assert "100,000.01" in response.text
    assert "100,000.00" in response.text


def test_second_click_is_told_what_happened() -> None:
    application = intake.submitted()
    client = signed_in(intake.official(application.round.department))
    act(application, "accept", client)
    again = act(application, "accept", client)
    page = client.get(again["Location"])
    assert Letter.objects.count() == 1
    assert [message.level_tag for message in page.context["messages"]][-1] == "error"


def test_another_departments_official_cannot_act() -> None:
    application = intake.submitted()
    stranger = intake.official(DepartmentFactory(code="elsewhere", name="静安区科委"))
    assert act(application, "accept", signed_in(stranger)).status_code == 404
    application.refresh_from_db()
    assert application.status == "submitted"


@pytest.mark.parametrize("action", ["submit", "lapse", "nonsense"])
def test_officials_page_knows_only_officials_actions(action: str) -> None:
    application = intake.submitted()
    assert act(application, action).status_code == 404


def test_applicants_do_not_reach_the_officials_page() -> None:
    application = intake.submitted()
    for capacity in (intake.holder(application), oneself()):
        assert signed_in(capacity).get(address(application, "review_application")).status_code == 404


def test_officials_read_what_was_handed_in_not_the_correction_in_progress() -> None:
    application = intake.decided(intake.submitted(), "return")
    holder = intake.holder(application)
    save_answers(application.pk, {"contact": "改名中的人"}, capacity=holder, at=timezone.now())
    page = signed_in(intake.official(application.round.department)).get(
        address(application, "review_application")
    )
    assert "林晚舟" in page.text
    assert "改名中的人" not in page.text


def test_an_approval_without_money_names_no_amount() -> None:
    application = intake.in_status("accepted")
    type(application).objects.filter(pk=application.pk).update(amount_asked=None)
    assert act(application, "approve")["Location"]
    application.refresh_from_db()
    assert (application.status, application.amount_approved) == ("approved", None)
