from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications.intake.models import Application
from applications.review import queue_views, workbench
from applications.review.workbench import queue
from portal.ui import counting
from programs.catalog.stages import Stage
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, oneself
from tests.factories.catalog import LEVELS, commission
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db
URL = "/workbench/"


@pytest.fixture
def round_():
    return intake.open_round()


def submitted(round_, **organization) -> Application:
    return intake.submitted(intake.draft(round_, member(OrganizationFactory(**organization))))


@pytest.mark.parametrize("make", [member, oneself, intake.auditing])
def test_workbench_does_not_exist_for_others(make) -> None:
    assert signed_in(make()).get(URL).status_code == 404


@pytest.mark.parametrize(
    ("view", "statuses"),
    [
        ("check", {"submitted"}),
        ("decide", {"accepted"}),
        ("waiting", {"returned"}),
        ("all", {"submitted", "accepted", "returned", "approved", "refused", "declined", "withdrawn"}),
    ],
)
def test_view_shows_its_statuses(round_, view: str, statuses: set[str]) -> None:
    made = {status: intake.in_status(status) for status in ("submitted", "accepted", "returned", "approved")}
    made |= {status: intake.in_status(status) for status in ("refused", "declined", "withdrawn", "draft")}
    page = signed_in(intake.official()).get(URL, {"view": view})
    shown = {status for status, row in made.items() if row.number and row.number in page.text}
    assert shown == statuses
    assert page.context["found"] == len(statuses)


def test_returned_and_handed_in_again_is_marked(round_) -> None:
    application = intake.decided(submitted(round_), "return")
    intake.perform(application.pk, "submit", capacity=intake.holder(application), at=timezone.now())
    other = submitted(round_)
    page = signed_in(intake.official()).get(URL, {"view": "corrected"})
    assert application.number in page.text
    assert other.number not in page.text


def test_due_view_shows_what_is_near_or_late(round_) -> None:
    near, far = submitted(round_), submitted(round_)
    Application.objects.filter(pk=near.pk).update(due_at=timezone.now() - timedelta(days=4))
    Application.objects.filter(pk=far.pk).update(due_at=timezone.now() + timedelta(days=9))
    page = signed_in(intake.official()).get(URL, {"view": "due"})
    assert near.number in page.text
    assert far.number not in page.text


def test_departments_below_are_in_the_whole_but_not_in_my_queue() -> None:
    below = DepartmentFactory(code="below", parent=commission())
    application = submitted(intake.open_round(department=below))
    client = signed_in(intake.official())
    assert application.number not in client.get(URL).text
    assert application.number in client.get(URL, {"view": "all"}).text
    page = client.get(address(application, "review_application"))
    assert "<form" not in page.text.split('id="actions"')[1].split("</section>")[0]


@pytest.mark.parametrize("term", ["拾光", "uscc", "number"])
def test_search_finds_by_name_code_and_number(round_, term: str) -> None:
    found = submitted(round_, name="上海拾光机器人有限公司")
    other = submitted(round_)
    term = {"uscc": found.organization.uscc.lower(), "number": found.number[-8:]}.get(term, term)
    page = signed_in(intake.official()).get(URL, {"q": term})
    assert found.number in page.text
    assert other.number not in page.text


def test_pages_follow_without_repeating(round_, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue_views, "PAGE_SIZE", 2)
    numbers = {submitted(round_).number for _ in range(5)}
    client, seen, url = signed_in(intake.official()), [], f"{URL}?ordering=-received"
    while url:
        page = client.get(url)
        seen += [number for number in numbers if number in page.text]
        url = page.context["next"]
    assert sorted(seen) == sorted(numbers)


def test_unknown_view_is_not_found_and_a_bad_cursor_starts_anew(round_) -> None:
    client = signed_in(intake.official())
    assert client.get(URL, {"view": "nothing"}).status_code == 404
    assert client.get(URL, {"cursor": "x"})["Location"] == "/workbench/?view=check"
    assert client.get(URL, {"ordering": "answers"})["Location"] == "/workbench/?view=check"


def test_queue_has_the_same_queries_for_one_row_and_three(round_) -> None:
    client = signed_in(intake.official())

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(URL).status_code == 200
        return len(captured)

    submitted(round_)
    queries()
    one = queries()
    submitted(round_), submitted(round_)
    assert queries() == one


def test_queue_reads_its_index_in_order(round_) -> None:
    rows = queue(intake.official()).filter(status="submitted").order_by("due_at", "id")[:20]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = rows.explain()
    assert "application_queue" in plan


def test_export_escapes_formulas(round_) -> None:
    application = submitted(round_, name='=HYPERLINK("http://evil")')
    response = signed_in(intake.official()).get(reverse("workbench_export"))
    sheet = load_workbook(BytesIO(response.content)).active
    rows = list(sheet.values)
    assert rows[1][0] == application.number
    assert rows[1][1] == '\'=HYPERLINK("http://evil")'
    assert rows[1][6] == 85000


def test_of_very_many_it_says_that_there_are_more(round_, monkeypatch) -> None:
    for module in (counting, workbench):
        monkeypatch.setattr(module, "MOST", 2)
    for number in range(3):
        submitted(round_, name=f"流光科技{number}")
    client = signed_in(intake.official())
    page = client.get(URL)
    assert (page.context["found"], "2+" in page.text) == (3, True)
    assert {view.key: number for view, number in page.context["views"]}["decide"] == 0
    for few in (1, 5):  # words that are common, and words that name few
        monkeypatch.setattr(workbench, "FEW", few)
        page = client.get(URL, {"q": "流光"})
        numbers = {view.key: number for view, number in page.context["views"]}
        assert (numbers["check"], numbers["decide"]) == (3, None)
        assert all(f"流光科技{number}" in page.text for number in range(3))


def test_words_name_few_rows_and_keep_to_what_the_reader_sees(round_, monkeypatch) -> None:
    mine = submitted(round_, name="流光科技")
    elsewhere = intake.open_round(department=commission("elsewhere", "310106"))
    other = submitted(elsewhere, name="流光外区")
    client = signed_in(intake.official())
    for few in (0, 5):
        monkeypatch.setattr(workbench, "FEW", few)
        for asked in ("流光", mine.number, mine.organization.uscc):
            page = client.get(URL, {"q": asked})
            assert (page.context["found"], mine.number in page.text, other.number in page.text) == (
                1,
                True,
                False,
            )


def test_due_view_shows_every_stage_in_which_officials_are_awaited() -> None:
    statuses = ("submitted", "reviewing", "approving", "noticed", "approved", "returned")
    made = {status: intake.in_status(status) for status in statuses}
    Application.objects.update(due_at=timezone.now() - timedelta(days=4))
    page = signed_in(intake.official()).get(URL, {"view": "due"})
    assert {status for status, row in made.items() if row.number in page.text} == set(statuses) - {"returned"}
    signed = made["approved"].number
    found = signed_in(intake.official()).get(URL, {"view": "due", "q": signed})
    assert (found.context["found"], signed in found.text) == (1, True)


def test_an_approver_finds_what_waits_for_their_level_and_for_how_much() -> None:
    round_ = intake.open_round(stages=[Stage.APPROVAL])
    application = intake.in_status("approving", round_=round_)
    first, second = (intake.official(commission(code), rank="head") for code in LEVELS)
    clerk = intake.official(commission(LEVELS[0]))
    for by, number in ((first, 1), (second, 0), (clerk, 0)):
        page = signed_in(by).get(URL, {"view": "turn"})
        assert (page.context["found"], page.text.count(str(application.number)) > 0) == (number, number > 0)
    page = signed_in(first).get(reverse("review_application", args=[application.pk]))
    assert page.context["proposed"] == application.amount_proposed is not None
    intake.perform(application.pk, "approve_level", capacity=first, at=timezone.now())
    assert signed_in(first).get(URL, {"view": "turn"}).context["found"] == 0
    assert signed_in(second).get(URL, {"view": "turn"}).context["found"] == 1


def test_the_list_on_paper_begins_on_its_first_page(round_) -> None:
    application = submitted(round_)
    answer = signed_in(intake.official()).get(reverse("workbench_pdf"), {"view": "check"})
    document = pypdfium2.PdfDocument(b"".join(answer) if answer.streaming else answer.content)
    words = document[0].get_textpage().get_text_range()
    assert (len(document), application.number in words) == (1, True)
    assert f"{application.amount_asked:,.2f}" in words
