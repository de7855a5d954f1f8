"""Answers and files of an earlier round are taken over where they fit; each says where it comes from."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from applications.intake.marks import marks
from applications.intake.models import Application
from applications.intake.services import attach, library, reuse, save_answers
from applications.intake.services.copied_files import fitting_files
from applications.intake.services.copying import offer
from applications.intake.services.prefill import former
from portal.accounts import tokens
from portal.api.problems import Refused
from portal.facts.models import Document
from portal.files.models import StoredFile
from programs.forms.models import Question
from programs.forms.services import freeze, version_of
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.catalog import RoundFactory
from tests.factories.facts import on_file
from tests.factories.forms import QuestionFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier() -> Application:
    """Handed in last year."""
    return intake.submitted()


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


def next_round(earlier: Application):
    """The next round of the program, with the form as it stands now."""
    round_ = RoundFactory(program=earlier.round.program)
    intake.pin(round_, by=None)
    return round_


def test_new_round_takes_over_what_fits_and_tells_the_rest(earlier) -> None:
    form = earlier.round.program.form
    form.sections.get(key="firm").questions.filter(key="staff").update(maximum=10)
    QuestionFactory(section=form.sections.get(key="firm"), key="site", kind="short_text", required=False)
    Question.objects.filter(section__form=form, key="service").update(key="kind_of_service")
    holder, round_ = intake.holder(earlier), next_round(earlier)
    browser = signed_in(holder)
    start = f"/rounds/{round_.pk}/apply/"
    assert str(earlier.number) in browser.get(start).text
    browser.post(start, {"reuse": "on"})
    draft = Application.objects.get(round=round_)
    assert draft.form_version != earlier.form_version
    assert draft.answers == {"contact": "林晚舟", "amount": "85000.00"}
    assert draft.sources == {"contact": earlier.number, "amount": earlier.number}
    assert str(draft.amount_asked) == "85000.00"
    found = offer(draft, holder, timezone.now())
    assert found is not None
    assert found.filled.answers == {}
    assert len(found.misfits) == 2, "staff is too many now, service is no longer asked"
    page = browser.get(address(draft, "application_section", "firm")).text
    assert 'id="q-contact-mark"' in page
    assert earlier.number in page


def test_mark_goes_with_the_first_change(earlier) -> None:
    holder = intake.holder(earlier)
    draft = intake.draft(next_round(earlier), holder, reuse=True)
    assert set(marks(draft)) == {"contact", "staff", "amount", "service"}
    save_answers(draft.pk, {"contact": "周怀瑾", "staff": 21}, capacity=holder, at=timezone.now())
    draft.refresh_from_db()
    assert set(draft.sources) == {"staff", "amount", "service"}


def test_running_draft_is_filled_up_and_nothing_answered_is_touched(earlier) -> None:
    holder = intake.holder(earlier)
    draft = intake.draft(next_round(earlier), holder)
    assert draft.answers == {}
    save_answers(draft.pk, {"contact": "周怀瑾"}, capacity=holder, at=timezone.now())
    browser, url = signed_in(holder), address(draft, "application_reuse")
    assert url in browser.get(address(draft)).text
    assert str(earlier.number) in browser.get(url).text
    browser.post(url)
    draft.refresh_from_db()
    assert draft.answers == {**earlier.answers, "contact": "周怀瑾"}
    assert set(draft.sources) == {"staff", "amount", "service"}
    with pytest.raises(Refused):
        reuse(draft.pk, capacity=holder, at=timezone.now())
    assert url not in browser.get(address(draft)).text


def test_files_are_the_same_contents_marked_with_their_source(earlier) -> None:
    holder, before = intake.holder(earlier), earlier.attachments.get()
    draft = intake.draft(next_round(earlier), holder, reuse=True)
    copied = draft.attachments.get()
    assert (copied.file, copied.name, copied.source) == (before.file, before.name, earlier.number)
    assert draft.events.get().payload["files"] == [before.name]
    page = signed_in(holder).get(
        address(draft, "application_section", "need"), headers={"Accept-Language": "en"}
    )
    assert f"From your application {earlier.number}. Check" in page.text
    earlier.attachments.update(removed_at=timezone.now())
    assert draft.attachments.filter(removed_at=None).exists(), "the copy is its own"


def test_draft_with_files_of_its_own_keeps_them(earlier) -> None:
    holder = intake.holder(earlier)
    draft, now = intake.draft(next_round(earlier), holder), timezone.now()
    attach(draft.pk, "contract", intake.pdf("今年.pdf", intake.PDF + b"\n"), capacity=holder, at=now)
    done = reuse(draft.pk, capacity=holder, at=now)
    assert done.files == []
    assert draft.attachments.get().name == "今年.pdf"


def left_out(earlier: Application, round_) -> list[str]:
    taken, left = fitting_files(earlier, version_of(round_), timezone.localdate())
    assert not (taken and left)
    return [one.why for one in left]


@pytest.mark.usefixtures("in_english")
def test_files_that_no_longer_fit_are_left_out_and_told_why(earlier) -> None:
    holder, row, round_ = intake.holder(earlier), earlier.attachments.get(), next_round(earlier)
    assert left_out(earlier, round_) == []
    library.keep(earlier.pk, row.pk, "检测合同", None, capacity=holder)
    assert left_out(earlier, round_) == [], "a document that does not expire"
    today = timezone.localdate()
    Document.objects.update(valid_until=today)
    assert left_out(earlier, round_) == [], "its last day"
    Document.objects.update(valid_until=today - timedelta(days=1))
    assert left_out(earlier, round_)[0].startswith("It was valid until ")
    Document.objects.update(valid_until=None, removed_at=timezone.now(), removed_by=holder.user)
    assert left_out(earlier, round_) == ["It no longer stands in the library."]
    earlier.attachments.update(document=None)
    StoredFile.objects.update(scan="infected", scanned_at=timezone.now())
    assert left_out(earlier, round_) == ["The virus check refused it."]
    StoredFile.objects.update(scan="none", scanned_at=None)
    earlier.attachments.update(question="contact")
    assert left_out(earlier, round_) == ["The question asks for something else now."]
    earlier.attachments.update(question="gone")
    assert left_out(earlier, round_) == ["It is no longer asked."]


@pytest.mark.usefixtures("in_english")
def test_question_takes_no_more_files_than_it_allows_now(earlier) -> None:
    first = earlier.attachments.get()
    Question.objects.filter(section__form__program=earlier.round.program, key="contract").update(maximum=1)
    earlier.attachments.create(question="contract", file=first.file, name="2.pdf", added_by=first.added_by)
    taken, left = fitting_files(earlier, version_of(next_round(earlier)), timezone.localdate())
    assert taken == [first]
    assert [(one.name, one.why) for one in left] == [("2.pdf", "The question takes at most 1 files now.")]


def test_programs_take_over_answers_and_files_too(earlier) -> None:
    holder, round_ = intake.holder(earlier), next_round(earlier)
    key = tokens.create(holder.user, "test", "write")[1]
    client = Client(headers={"Authorization": f"Bearer {key}", "X-Acting-As": holder.key})
    started = client.post(
        "/api/v1/applications/", {"round": round_.pk}, content_type="application/json"
    ).json()
    url = f"/api/v1/applications/{started['id']}/"
    offered = client.get(f"{url}reuse/").json()
    assert offered["earlier"] == {"id": str(earlier.pk), "number": earlier.number, "round": earlier.round_id}
    assert [file["question"] for file in offered["files"]] == ["contract"]
    assert client.post(f"{url}reuse/").json() == offered
    assert client.get(f"{url}attachments/").json()[0]["taken_from"] == earlier.number
    assert client.post(f"{url}reuse/").status_code == 409


def test_nobody_else_is_offered_it(earlier) -> None:
    round_ = next_round(earlier)
    assert former(round_, member()) is None
    assert former(round_, intake.official()) is None
    assert former(earlier.round, intake.holder(earlier)) is None, "the same round"
    viewer = member(earlier.organization, "viewer")
    draft = intake.draft(round_, intake.holder(earlier))
    with pytest.raises(Refused):
        reuse(draft.pk, capacity=viewer, at=timezone.now())


def test_figure_of_the_file_says_when_it_was_stated(earlier) -> None:
    form = earlier.round.program.form
    asked = {"section": form.sections.get(key="firm"), "required": False, "money_unit": "wan"}
    QuestionFactory(key="revenue", kind="money", fact="revenue", **asked)
    round_, holder = next_round(earlier), intake.holder(earlier)
    on_file(holder.organization, **{f"revenue_{timezone.localdate().year - 1}": 31_800_000})
    draft = intake.draft(round_, holder)
    stated = date.fromisoformat(draft.sources["revenue"].removeprefix("file:"))
    assert str(stated.year) in marks(draft)["revenue"]


def test_form_changed_while_a_draft_runs_changes_nothing_of_it() -> None:
    draft = intake.filled()
    form, version = draft.round.program.form, draft.form_version
    Question.objects.filter(section__form=form, key="contact").update(label="新的问法")
    newer = freeze(form, by=None)
    assert newer.number == version.number + 1
    browser = signed_in(intake.holder(draft))
    page = browser.get(address(draft), headers={"Accept-Language": "en"})
    assert "new round uses the new form" in page.text
    assert "新的问法" not in browser.get(address(draft, "application_section", "firm")).text
    save_answers(draft.pk, {"contact": "周"}, capacity=intake.holder(draft), at=timezone.now())
    draft.refresh_from_db()
    assert (draft.form_version, draft.answers["contact"]) == (version, "周")
    done = intake.perform(draft.pk, "submit", capacity=intake.holder(draft), at=timezone.now())
    assert done.form_version == version
    assert version_of(next_round(draft)) == newer
