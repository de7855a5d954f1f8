"""Full text, saved views, tags, internal notes, columns, the preview."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404, QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from applications.review import marks, saved
from applications.review.models import ApplicationText, InternalNote, SavedView, Tag
from applications.review.texts import keep_due, terms_of
from portal.api.problems import Refused
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, capacity
from tests.factories.review import found, to_check

pytestmark = pytest.mark.django_db
URL = "/workbench/"


def test_words_of_the_answers_find_the_application() -> None:
    round_ = intake.open_round()
    application = intake.filled(intake.draft(round_), contact="欧阳惠民")
    intake.perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    application.refresh_from_db()
    other = intake.submitted(intake.draft(round_))
    assert (keep_due(), keep_due()) == (2, 0)
    client = signed_in(intake.official())
    for typed in ("欧阳惠民", "陽惠", "合同.pdf"):
        page = client.get(URL, {"text": typed}).text
        assert application.number in page
        assert (other.number in page) is (typed == "合同.pdf")
    assert application.number not in client.get(URL, {"text": "欧阳没有"}).text


@pytest.mark.exhaustive
def test_what_is_handed_in_again_replaces_the_words() -> None:
    application = intake.decided(intake.submitted(), "return")
    intake.save_answers(
        application.pk, {"contact": "诸葛孔明"}, capacity=intake.holder(application), at=timezone.now()
    )
    keep_due()
    intake.perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    assert keep_due() == 1
    terms = set(ApplicationText.objects.get().terms)
    assert {"诸葛", "孔明"} <= terms
    assert "晚舟" not in terms


def test_encrypted_numbers_are_never_among_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.factories.forms import asked, version_of

    application = intake.submitted()
    submission = application.submissions.get()
    submission.form_version = version_of(asked("person", "leader"), asked("id_number", "id"))
    kept = "310***********1234#0e0fd4c4-2c8b-4d3c-9d2a-0a5a3f3d3b11"
    answers = {"leader": {"name": "欧阳惠民", "id_number": kept}, "id": kept}
    submission.answers, submission.statement = answers, ""
    terms = terms_of(submission)
    assert "欧阳" in terms
    assert not [term for term in terms if "1234" in term or "310" in term]


def test_view_is_kept_shared_and_forgotten() -> None:
    mine, colleague = intake.official(), intake.official()
    client = signed_in(mine)
    sent = {"name": "逾期的", "query": "view=due&ordering=-amount&col=due&cursor=x&page=3"}
    assert client.post(f"{URL}views/", sent)["Location"] == f"{URL}?view=due&ordering=-amount&col=due"
    assert not SavedView.objects.visible_to(colleague).exists()
    client.post(f"{URL}views/", {**sent, "shared": "1"})
    row = SavedView.objects.visible_to(colleague).get()
    shown = client.get(f"{URL}?{row.query}")
    assert [heading.column.key for heading in shown.context["headings"]] == ["applicant", "due"]
    with pytest.raises(Http404):
        saved.forget(row.pk, by=colleague)
    elsewhere = intake.official(DepartmentFactory(code="elsewhere"))
    assert not SavedView.objects.visible_to(elsewhere).exists()
    client.post(f"{URL}views/{row.pk}/forget/")
    assert not SavedView.objects.exists()


@pytest.mark.exhaustive
def test_views_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 1)
    by = intake.official()
    saved.save("一", QueryDict("view=due"), shared=False, by=by)
    saved.save("一", QueryDict("view=all"), shared=False, by=by)
    for name in ("二", "  ", "长" * 31):
        with pytest.raises(Refused):
            saved.save(name, QueryDict("view=due"), shared=False, by=by)


@pytest.mark.exhaustive
def test_tag_sorts_and_is_the_departments_alone() -> None:
    application, by = intake.submitted(), intake.official()
    client = signed_in(by)
    url = address(application, "review_tag")
    client.post(url, {"name": " 待 现场核查 "})
    client.post(url, {"name": "待 现场核查"})
    tag = Tag.objects.get()
    assert application.number in client.get(URL, {"tag": tag.pk}).text
    below = intake.submitted(
        intake.draft(intake.open_round(department=DepartmentFactory(code="b", parent=by.department)))
    )
    with pytest.raises(Refused):
        marks.tag(below.pk, tag, by=by, at=timezone.now())
    assert not Tag.objects.visible_to(intake.official(DepartmentFactory(code="elsewhere"))).exists()
    client.post(url, {"remove": tag.pk})
    assert not Tag.objects.exists()


def test_note_stays_as_written_and_applicants_never_see_it() -> None:
    application, by = intake.submitted(), intake.official()
    client = signed_in(by)
    client.post(address(application, "review_note"), {"text": "与去年的合同同号，须核实。"})
    note = InternalNote.objects.get()
    assert note.text in client.get(address(application, "review_application")).text
    assert note.text in client.get(address(application, "review_preview")).text
    holder = intake.holder(application)
    for name in ("application", "application_answers", "application_messages"):
        assert note.text not in signed_in(holder).get(address(application, name)).text
    assert signed_in(holder).post(address(application, "review_note"), {"text": "x"}).status_code == 404
    assert not InternalNote.objects.visible_to(holder).exists()
    for work in (lambda: InternalNote.objects.update(text="x"), lambda: InternalNote.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            work()


@pytest.mark.exhaustive
def test_preview_is_a_part_of_its_page() -> None:
    application = to_check()
    client, url = signed_in(intake.official()), address(application, "review_preview")
    whole, part = client.get(url).text, client.get(url, headers={"hx-request": "true"}).text
    assert part.strip() in whole
    assert "<html" not in part


def test_queue_takes_twelve_queries_with_every_column_for_one_row_and_three(settings) -> None:
    settings.REMEMBER_SECONDS = 60
    by = intake.official()
    client, url = signed_in(by), f"{URL}?text=晚舟&ordering=-amount&col=check&col=officer&col=due"

    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]

    first = to_check()
    found(first, by, contract="met")
    saved.save("一", QueryDict("view=due"), shared=False, by=by)
    marks.tag(first.pk, marks.tag_named("急", by=by), by=by, at=timezone.now())
    keep_due()
    queries()
    one = queries()
    for _number in range(2):
        intake.submitted(intake.draft(first.round))
    keep_due()
    assert len(queries()) == len(one) <= 12, "\n".join(one)


@pytest.mark.exhaustive
def test_head_forgets_what_colleagues_share() -> None:
    row = saved.save("一", QueryDict("view=due"), shared=True, by=intake.official())
    head = intake.official()
    head.user.posts.update(rank="head")
    saved.forget(row.pk, by=capacity(head.user, head.key))
    assert not SavedView.objects.exists()
