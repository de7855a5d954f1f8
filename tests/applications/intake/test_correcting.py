"""A correction opens the questions its points name, and nothing else: in page, API and service."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import attach, detach, perform, save_answers
from applications.intake.services.correcting import PointInput, open_questions
from applications.intake.services.transition import Inputs
from portal.api.problems import Refused
from tests.applications.intake.asking import address, seen, signed_in
from tests.factories import intake

pytestmark = pytest.mark.django_db


def returned(*points: tuple[str, str], items: tuple[str, ...] = ()) -> Application:
    """Handed in and returned with these points."""
    application = intake.in_status("submitted")
    inputs = Inputs(
        points=[PointInput(*point) for point in points],
        items=list(items),
        due_on=timezone.localdate() + timedelta(days=5),
    )
    officer = intake.official(application.round.department)
    return perform(application.pk, "return", capacity=officer, at=timezone.now(), inputs=inputs)


def change(application: Application, **answers: Any) -> None:
    save_answers(application.pk, answers, capacity=intake.holder(application), at=timezone.now())


def test_only_named_questions_are_open() -> None:
    application = returned(("contact", "请写联系人全名"))
    assert open_questions(application) == {"contact"}
    change(application, contact="林晚舟（财务）")
    with pytest.raises(Refused):
        change(application, staff=22)
    with pytest.raises(Refused):
        change(application, contact="周", staff=22)
    application.refresh_from_db()
    assert application.answers["contact"] == "林晚舟（财务）"
    assert application.answers["staff"] == 21


def test_files_of_other_questions_stay() -> None:
    application = returned(("contact", "请写联系人全名"))
    by = {"capacity": intake.holder(application), "at": timezone.now()}
    with pytest.raises(Refused):
        attach(application.pk, "contract", intake.pdf("新.pdf"), **by)
    with pytest.raises(Refused):
        detach(application.pk, application.attachments.get().pk, **by)
    assert application.attachments.filter(removed_at=None).count() == 1


def test_file_question_that_is_named_is_open() -> None:
    application = returned(("contract", "缺签章页"))
    by = {"capacity": intake.holder(application), "at": timezone.now()}
    attach(application.pk, "contract", intake.pdf("新.pdf", intake.PDF + b"%2"), **by)
    assert application.attachments.filter(removed_at=None).count() == 2


def test_point_about_the_whole_application_opens_everything() -> None:
    application = returned(("contact", "请写全名"), items=("附件与正文不一致",))
    assert open_questions(application) is None
    change(application, staff=22)


def test_what_keeps_it_from_being_handed_in_is_open_too() -> None:
    application = returned(("contact", "请写全名"))
    Application.objects.filter(pk=application.pk).update(
        answers={k: v for k, v in application.answers.items() if k != "staff"}
    )
    application.refresh_from_db()
    assert open_questions(application) == {"contact", "staff"}
    change(application, staff=22)


def test_letter_numbers_the_points_as_they_are_kept() -> None:
    application = returned(("contact", "请写全名"), ("contract", "缺签章页"), items=("附件与正文不一致",))
    letter = application.letters.get()
    labels = [row.question for row in letter.points.all()]
    assert labels == ["contact", "contract", ""]
    assert [text.rpartition("：")[2] for text in letter.content["items"]] == [
        "请写全名",
        "缺签章页",
        "附件与正文不一致",
    ]


def test_unknown_question_is_refused() -> None:
    with pytest.raises(Refused):
        returned(("nothing", "?"))


def test_page_shows_the_others_to_read(client: Any) -> None:
    application = returned(("contact", "请写联系人全名"))
    browser, url = signed_in(intake.holder(application)), address(application, "application_section", "firm")
    page = browser.get(url).text
    assert 'name="q-contact"' in page
    assert 'name="q-staff"' not in page
    assert "请写联系人全名" in page
    body = {"q-contact": "周", "q-staff": "30", "seen": seen(application, "contact", "staff"), "go": "stay"}
    assert browser.post(url, body).status_code == 409
    application.refresh_from_db()
    assert application.answers["staff"] == 21


def test_list_of_parts_says_where_something_is_to_correct() -> None:
    application = returned(("contact", "请写联系人全名"))
    browser, url = signed_in(intake.holder(application)), address(application, "application_section", "firm")
    assert "<small>1处要补正" in browser.get(url).text
    change(application, contact="林晚舟（财务）")
    assert "<small>1处要补正" not in browser.get(url).text


def test_api_refuses_the_others() -> None:
    application = returned(("contact", "请写联系人全名"))
    browser, url = signed_in(intake.holder(application)), f"/api/v1/applications/{application.pk}/"
    headers = {"If-Match": f'"{application.revision}"'}
    refused = browser.patch(url, {"answers": {"staff": 30}}, content_type="application/json", headers=headers)
    assert (refused.status_code, refused.headers["Content-Type"]) == (409, "application/problem+json")
    done = browser.patch(
        url, {"answers": {"contact": "周"}}, content_type="application/json", headers=headers
    )
    assert done.status_code == 200
