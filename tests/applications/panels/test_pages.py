"""The pages of panels without a browser: every step by a form, refusals with their sentence."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications.intake.models import Application
from applications.panels.expert_views import open_reviews
from applications.panels.models import Panel, Review, Rubric, Seat
from applications.panels.services import reviewing
from portal.privacy import numbers
from portal.privacy.models import Reveal
from programs.catalog.stages import Stage
from tests.applications.intake.asking import signed_in
from tests.factories import experts as made
from tests.factories import intake

pytestmark = pytest.mark.django_db


@pytest.mark.exhaustive
def test_an_official_sets_up_draws_invites_assigns_and_closes() -> None:
    world = made.cast(applications=1, experts=1)
    browser, today = signed_in(world.official), timezone.localdate()
    given = {
        "name": "第二组",
        "pass_no": 2,
        "per_application": 1,
        "technical_share": 60,
        "financial": 0,
        "answer_by": today + timedelta(days=2),
        "due_on": today + timedelta(days=9),
        "sees_others": "none",
        "fee": 300,
        "opinion_least": 20,
        "promise": "保密",
    }
    address = reverse("panel_new", args=[world.round.pk])
    assert browser.post(address, given | {"due_on": today}).status_code == 422
    assert browser.post(address, given | {"financial": 1}).status_code == 422
    assert browser.post(address, given).status_code == 302
    assert browser.post(address, given).status_code == 422
    panel = Panel.objects.get(name="第二组")
    assert "contact" in panel.hidden
    made.rubric(world.round, 2)
    step = lambda name, **data: browser.post(reverse("panel_action", args=[panel.pk, name]), data)  # noqa: E731
    assert step("draw").status_code == 409
    assert step("draw", technical=1).status_code == 302
    assert step("assign").status_code == 409
    assert step("invite").status_code == 302
    assert step("nonsense").status_code == 404
    seat = panel.seats.select_related("expert").get()
    expert = signed_in(made.reviewing(seat.expert))
    answer = reverse("seat", args=[seat.pk])
    assert expert.get(answer).status_code == 200
    assert expert.post(answer, {"answer": "accept"}).status_code == 409
    assert expert.post(answer, {"answer": "accept", "promise": "yes"}).status_code == 302
    assert step("assign").status_code == 302
    assert step("close").status_code == 409
    assert browser.get(reverse("panel", args=[panel.pk])).status_code == 200
    assert browser.get(reverse("panel_list")).status_code == 200


@pytest.mark.exhaustive
def test_a_review_is_written_saved_and_handed_in_by_form() -> None:
    world = made.assigned(applications=1, experts=1)
    browser, address = signed_in(world.writer), reverse("review", args=[world.assignment.pk])
    first, second = Rubric.objects.get(round=world.round).criteria.order_by("position")
    page = browser.get(address).content.decode()
    assert "优" in page
    given = {
        f"points-{first.pk}": "24",
        f"points-{second.pk}": "",
        "opinion": "技术路线清楚",
        "revision": "0",
        "then": "hand_in",
    }
    told = browser.post(address, given)
    assert told.status_code == 422
    assert "技术路线清楚" in told.content.decode()
    assert Review.objects.get().revision == 1
    assert browser.post(address, given | {"revision": "0", "then": "save"}).status_code == 409
    nonsense = given | {f"points-{first.pk}": "NaN", "revision": "1"}
    assert browser.post(address, nonsense | {"then": "hand_in"}).status_code == 422
    Review.objects.update(revision=1)
    complete = given | {
        f"points-{second.pk}": "16",
        "recommendation": "support",
        "opinion": made.OPINION,
        "revision": "1",
    }
    assert browser.post(address, complete | {"then": "save"}).status_code == 302
    assert browser.post(address, complete | {"revision": "2"}).status_code == 302
    review = Review.objects.get()
    assert (str(review.total), review.handed_in_at is not None) == ("80.00", True)
    reading = reverse("panel_review", args=[world.assignment.pk])
    official = signed_in(world.official)
    assert "80.00" in official.get(reading).content.decode()
    assert official.post(reading, {"reason": ""}).status_code == 409
    assert official.post(reading, {"reason": "请核对"}).status_code == 302
    assert official.get(reverse("panel", args=[world.panel.pk])).status_code == 200
    assert "80.00" not in official.get(reading).content.decode()


@pytest.mark.exhaustive
def test_the_batch_is_one_pdf_with_the_experts_name_across_each_page() -> None:
    world = made.assigned(applications=2, experts=1)
    browser = signed_in(world.writer)
    content = browser.get(reverse("review_batch", args=[world.panel.pk])).content
    document = pypdfium2.PdfDocument(content)
    assert len(document) >= 2
    texts = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    assert all(world.experts[0].name in text for text in texts)


@pytest.mark.exhaustive
def test_the_fee_list_gives_full_numbers_for_a_reason_only() -> None:
    world = made.assigned(applications=1, experts=1)
    expert = world.experts[0]
    expert.account = numbers.seal_account("6222021234567890123")
    expert.save()
    text = made.written(world.panel)
    reviewing.hand_in(world.assignment.pk, text, by=world.writer, at=timezone.now())
    browser, address = signed_in(world.official), reverse("panel_fees", args=[world.panel.pk])

    def rows(content: bytes) -> list[list[object]]:
        sheet = load_workbook(BytesIO(content)).active
        assert sheet is not None
        return [[cell.value for cell in row] for row in sheet.iter_rows()]

    assert rows(browser.get(address).content)[1][4:] == ["********0123", 1, 300, 300]
    assert browser.post(address, {"reason": ""}).status_code == 409
    full = rows(browser.post(address, {"reason": "发放评审费"}).content)
    assert full[1][4] == "6222021234567890123"
    assert Reveal.objects.count() == 1
    auditor = signed_in(intake.auditing())
    assert auditor.post(address, {"reason": "发放评审费"}).status_code == 409


@pytest.mark.exhaustive
def test_an_applicant_names_experts_to_be_avoided_before_the_check_is_done() -> None:
    draft = intake.filled(intake.draft(intake.open_round(stages=(Stage.REVIEW,))))
    browser, address = signed_in(intake.holder(draft)), reverse("application_avoid", args=[draft.pk])
    named = {"name": "钱知远", "employer": "", "reason": "正在诉讼"}
    assert browser.post(address, named).status_code == 302
    assert browser.post(address, named).status_code == 422
    assert "钱知远" in browser.get(address).content.decode()
    intake.submitted(draft)
    Application.objects.filter(pk=draft.pk).update(status="reviewing")
    assert browser.post(address, named | {"name": "孙其他"}).status_code == 422
    without = intake.draft()
    unseen = reverse("application_avoid", args=[without.pk])
    assert signed_in(intake.holder(without)).post(unseen, named).status_code == 404
    assert signed_in(intake.official(draft.round.department)).get(address).status_code == 404


def test_an_expert_reads_first_what_is_still_open() -> None:
    today = timezone.localdate()
    done = made.assigned(applications=1, experts=1, name="先到期的一组", due_on=today + timedelta(days=6))
    written, now = made.written(done.panel), timezone.now()
    reviewing.hand_in(done.assignment.pk, written, by=done.writer, at=now)
    made.assigned(applications=1, experts=1, name="还要评的一组", first=done.experts[0])
    page = signed_in(done.writer).get(reverse("my_reviews")).text
    assert page.index("还要评的一组") < page.index("先到期的一组")


def test_points_that_are_no_number_are_told_and_what_was_kept_stays() -> None:
    world = made.assigned(applications=1, experts=1)
    browser, address = signed_in(world.writer), reverse("review", args=[world.assignment.pk])
    first, second = Rubric.objects.get(round=world.round).criteria.order_by("position")
    given = {f"points-{first.pk}": "24", f"points-{second.pk}": "16", "revision": "0", "then": "save"}
    assert browser.post(address, given).status_code == 302
    told = browser.post(address, given | {f"points-{second.pk}": "16分", "revision": "1"})
    assert told.status_code == 422
    assert 'value="16分"' in told.text
    assert "不是“16分”" in told.text
    assert Review.objects.get().scores.filter(points=None).count() == 0
    above = browser.post(address, given | {f"points-{second.pk}": "500", "revision": "1"})
    assert "E+" not in above.text


def test_an_invitation_that_is_over_waits_for_nobody() -> None:
    world = made.assigned(applications=1, experts=1)
    Seat.objects.update(answer="none", answered_at=None, promised_at=None)
    request = signed_in(world.writer).get(reverse("my_reviews")).wsgi_request
    asked, _written = open_reviews(request)
    assert asked.count() == 1  # invited later, while the others review
    Panel.objects.update(answer_by=timezone.localdate() - timedelta(days=1))
    page = signed_in(world.writer).get(reverse("my_reviews"))
    assert page.context["asked"] == []
    asked, _written = open_reviews(page.wsgi_request)
    assert not asked.exists()
