"""The board's pages, as an official walks through them without a script."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from applications.intake.models import Application
from applications.ranking.models import Ranking
from tests.applications.intake.asking import address, signed_in
from tests.factories import intake, ranking
from tests.factories.accounts import DepartmentFactory, expert, oneself
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_():
    return intake.open_round(stages=("meeting", "notice"), live_limit=9)


@pytest.fixture
def clerk():
    return intake.official()


def minutes(**fields: object) -> dict[str, object]:
    given = {
        "number": "科委会纪〔2026〕12号",
        "held_on": timezone.localdate().isoformat(),
        "attendees": "林知远\n沈若溪\n顾明川",
        "recusals": "",
        "minutes": intake.pdf("会议纪要.pdf"),
    }
    return given | fields


def test_official_walks_from_scores_to_the_fixed_list(round_, clerk) -> None:
    first, second = ranking.accepted(round_, (95, 60), (80, 81))
    client, new = signed_in(clerk), reverse("ranking_new", args=[round_.pk])
    assert new in client.get("/rankings/").text
    assert client.post(new, {"method": "mean", "spread": "20", "quotas": "静安区 5"}).status_code == 422
    drawn = client.post(new, {"method": "mean", "budget": "90000", "spread": "20"})
    board = drawn.url
    page = client.get(board).text
    assert first.number in page
    assert "评审1" not in page  # who reviewed
    wrong = {"application": second.pk, "kind": "moved", "value": "9", "reason": "理由"}
    assert client.post(f"{board}change/", wrong).status_code == 422
    for kind, row, value in (("moved", first, "1"), ("amount_set", second, "5,000"), ("decline", first, "")):
        data = {"application": row.pk, "kind": kind, "value": value, "reason": "会前复核"}
        assert client.post(f"{board}change/", data).status_code == 302
    assert client.post(f"{board}meeting/", minutes(recusals="江某")).status_code == 422
    assert client.post(f"{board}meeting/", minutes()).status_code == 302
    assert [Application.objects.get(pk=row.pk).status for row in (first, second)] == ["declined", "proposed"]
    page = client.get(board)
    assert Ranking.objects.get().content_hash in page.text
    assert b"%PDF" in client.get(f"{board}minutes/").getvalue()
    rows = list(load_workbook(BytesIO(client.get(f"{board}export/").content)).active.values)
    assert [row[2] for row in rows[1:]] == [first.number, second.number]
    assert rows[2][12] == 5000
    assert "不一致" not in client.get(address(second, "replay")).text
    call_command("replay", second.number)
    with pytest.raises(CommandError):
        call_command("replay", "KC-0000-0000")


def test_board_does_not_exist_for_others_and_is_read_only_above(round_, clerk) -> None:
    (row,) = ranking.accepted(round_, (90,))
    found = ranking.drawn(round_, clerk)
    board = reverse("ranking", args=[found.pk])
    elsewhere = intake.official(DepartmentFactory(code="elsewhere"))
    for by in (intake.holder(row), member(), oneself(), intake.acting(expert(), "expert"), elsewhere):
        client = signed_in(by)
        pages = [client.get(url) for url in (board, f"{board}export/", address(row, "replay"))]
        assert [page.status_code for page in pages] == [404, 404, 404]
    auditor = signed_in(intake.auditing())
    assert auditor.get(board).status_code == 200
    assert auditor.get(f"{board}meeting/").status_code == 404
    change = {"application": row.pk, "kind": "settled", "value": "", "reason": "理由"}
    assert auditor.post(f"{board}change/", change).status_code in (403, 422)
    assert found.events.count() == 1


@pytest.mark.exhaustive
def test_board_asks_as_often_for_three_as_for_one(round_, clerk) -> None:
    counts = []
    client = signed_in(clerk)
    for totals in ([(90, 91)], [(80, 81), (70, 71)]):
        ranking.accepted(round_, *totals)
        found = ranking.drawn(round_, clerk, budget=Decimal(90000))
        client.get(reverse("ranking", args=[found.pk]))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("ranking", args=[found.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_line_names_the_project_before_who_applies(round_, clerk) -> None:
    row = ranking.accepted(round_, (90, 80))[0]
    answers = row.answers | {"project_name": "冷链温控标签"}
    Application.objects.filter(pk=row.pk).update(answers=answers)
    page = signed_in(clerk).get(reverse("ranking", args=[ranking.drawn(round_, clerk).pk])).text
    assert page.index("冷链温控标签") < page.index(row.applicant_name)
