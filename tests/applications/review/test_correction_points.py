"""Points ticked beside the answers, and what changed when it comes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from applications.intake.differences import revised
from applications.intake.services import perform, save_answers
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake

pytestmark = pytest.mark.django_db


def test_point_beside_an_answer_opens_it_and_its_change_is_shown() -> None:
    application = intake.submitted()
    officer = intake.official(application.round.department)
    browser, page = signed_in(officer), address(application, "review_application")
    assert 'name="return-point-contact" form="return-form"' in " ".join(browser.get(page).text.split())
    due = (timezone.localdate() + timedelta(days=3)).isoformat()
    url = address(application, "review_action", "return")
    empty = browser.post(url, {"return-due_on": due, "return-point-contact": "  "})
    assert empty.status_code == 422
    long = browser.post(url, {"return-due_on": due, "return-point-contact": "长" * 1001})
    assert (long.status_code, "长" * 1001 in long.text) == (422, True)
    points = {"return-point-contact": "请写全名", "return-point-staff": "核对"}
    browser.post(url, {"return-due_on": due, **points})
    application.refresh_from_db()
    assert application.status == "returned"
    holder = intake.holder(application)
    save_answers(application.pk, {"contact": "林晚舟（财务部）"}, capacity=holder, at=timezone.now())
    perform(application.pk, "submit", capacity=holder, at=timezone.now())
    found = revised(application)
    assert found is not None
    assert [(c.key, c.before, c.after) for c in found.changes] == [
        ("contact", [["林晚舟"]], [["林晚舟（财务部）"]])
    ]
    assert [(p.key, p.changed) for p in found.points] == [("contact", True), ("staff", False)]
    shown = browser.get(page).text
    assert "林晚舟（财务部）" in shown
    assert "revised" in shown


def test_application_handed_in_once_shows_no_changes() -> None:
    assert revised(intake.submitted()) is None
