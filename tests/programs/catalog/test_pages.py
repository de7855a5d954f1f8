"""The public pages: who sees what, in every language, in a fixed number of queries."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from programs.catalog import listing_pages
from programs.catalog.models import Program, Round
from tests.factories.catalog import (
    ProgramFactory,
    RequiredDocumentFactory,
    RoundFactory,
    administrator,
    commission,
)
from tests.factories.policies import ClauseFactory, DocumentFactory, TargetFactory

pytestmark = pytest.mark.django_db
LANGUAGES = ["zh-hans", "zh-hant", "en"]


def text(client: Client, address: str, language: str = "en", status: int = 200) -> str:
    """The page's source in a language, blanks aside."""
    response = client.get(address, headers={"Accept-Language": language})
    assert response.status_code == status
    return " ".join(response.content.decode().split()).replace(" >", ">")


def rich_round(**fields: Any) -> Round:
    """A round with a notice, a document, a target behind its clause."""
    clause = ClauseFactory(heading="创新服务")
    TargetFactory(clause=clause)
    program = ProgramFactory(clauses=[clause])
    round_ = RoundFactory(program=program, notice=DocumentFactory(notice=True), budget=6_000_000, **fields)
    RequiredDocumentFactory(round=round_)
    return round_


def addresses() -> list[str]:
    program = Program.objects.get()
    clause = program.clauses.get()
    return [
        "/",
        "/programs/",
        f"/programs/{program.slug}/",
        "/policies/",
        f"/policies/{clause.document.slug}/",
        f"/policies/{clause.document.slug}/{clause.number}/",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("situation", [{}, {"upcoming": True}, {"closed": True}, {"always": True}])
def test_pages_show_in_every_language(client: Client, situation: dict[str, bool], language: str) -> None:
    rich_round(amount_cap=200_000, cap_period="每年", needs_verification=True, live_limit=2, **situation)
    for address in addresses():
        assert text(client, address, language).count("<h1") == 1


def test_pages_without_anything(client: Client) -> None:
    assert "No round with a deadline is open" in text(client, "/")
    assert "No program matches" in text(client, "/programs/")
    assert "No document matches" in text(client, "/policies/")


def test_home_lists_open_rounds_by_deadline(client: Client) -> None:
    later = RoundFactory(name_en="Later")
    RoundFactory(name_en="Sooner", closes_at=later.opens_at.replace(year=later.opens_at.year + 1))
    RoundFactory(closed=True, name_en="Over")
    RoundFactory(always=True, program__title_en="All year round")
    page = text(client, "/")
    assert page.index("Later") < page.index("Sooner") < page.index("All year round")
    assert "Over" not in page


def test_drafts_are_not_found(client: Client) -> None:
    draft = ProgramFactory(draft=True)
    RoundFactory(program=draft)
    assert draft.title_en not in text(client, "/programs/") + text(client, "/")
    text(client, f"/programs/{draft.slug}/", status=404)


def test_draft_round_is_not_shown(client: Client) -> None:
    published = RoundFactory(name_en="Public round")
    draft = RoundFactory(program=published.program, draft=True, name_en="Hidden round")
    page = text(client, f"/programs/{published.program.slug}/?round={draft.pk}")
    assert "Public round" in page
    assert "Hidden round" not in page


def test_preview_is_for_editors(client: Client) -> None:
    draft = RoundFactory(program=ProgramFactory(draft=True), draft=True, name_en="Hidden round")
    address = f"/programs/{draft.program.slug}/preview/"
    text(client, address, status=404)
    client.force_login(administrator())
    page = text(client, address)
    assert "Hidden round" in page
    assert "/apply/" not in page


def test_program_shows_the_round_wanted(client: Client) -> None:
    first = RoundFactory(name_en="First round")
    RoundFactory(program=first.program, closed=True, name_en="Old round")
    slug = first.program.slug
    assert "Start an application" in text(client, f"/programs/{slug}/")
    old = first.program.rounds.get(name_en="Old round")
    assert "This round takes no more applications." in text(client, f"/programs/{slug}/?round={old.pk}")
    assert "Start an application" in text(client, f"/programs/{slug}/?round=nonsense")


def test_program_cites_every_condition(client: Client) -> None:
    round_ = rich_round()
    clause = round_.conditions.get().clause
    assert clause is not None
    page = text(client, f"/programs/{round_.program.slug}/")
    assert f'href="/policies/{clause.document.slug}/{clause.number}/"' in page


def test_program_says_when_it_is_in_chinese_only(client: Client) -> None:
    round_ = RoundFactory(program__title_en="", program__description_en="")
    page = text(client, f"/programs/{round_.program.slug}/")
    assert "Part of this page exists in Chinese only." in page
    assert f'<h1 lang="zh-Hans-CN">{round_.program.title}</h1>' in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("kind=internship", 1),
        ("kind=internship&kind=subsidy", 3),
        ("phase=open", 1),
        ("phase=upcoming&phase=closed", 2),
        ("q=見習", 1),
        ("q=jianxi", 1),
        ("department=stc", 2),
        ("department=ja&phase=open", 0),
        ("region=310114", 2),
        ("region=310106", 3),
        ("kind=nonsense", 3),
    ],
)
def test_list_filters_by_address(client: Client, query: str, count: int) -> None:
    commission()
    RoundFactory(program__kind="internship", program__title="科技见习岗位")
    RoundFactory(upcoming=True)
    RoundFactory(program__department=commission("ja", "310106"), closed=True)
    page = text(client, f"/programs/?{query}")
    assert f'role="status">{count} result{"" if count == 1 else "s"}<' in page


@pytest.mark.parametrize(
    ("ordering", "titles"), [("deadline", "BCAD"), ("newest", "DCBA"), ("title", "ABCD")]
)
def test_list_is_sorted(client: Client, ordering: str, titles: str) -> None:
    RoundFactory(program__title="A", program__title_en="Program A", upcoming=True)
    RoundFactory(program__title="B", program__title_en="Program B")
    RoundFactory(program__title="C", program__title_en="Program C", always=True)
    RoundFactory(program__title="D", program__title_en="Program D", closed=True)
    page = text(client, f"/programs/?ordering={ordering}")
    assert "".join(sorted("ABCD", key=lambda title: page.index(f"Program {title}"))) == titles


@pytest.mark.parametrize("query", ["q=补贴", "q=补贴&phase=open", "q=检测+补贴", "q=补贴&ordering=deadline"])
def test_very_many_found_come_in_the_same_order(
    client: Client, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of titles, a page of both, a page of other texts: as if all were put in order."""
    titles = ["检测补贴一", "揭榜一", "补贴二", "揭榜二", "检测补贴三", "补贴四"]
    for title in titles:
        RoundFactory(program__title=title, program__summary="检测的补贴", program__clauses=[])
    monkeypatch.setattr(listing_pages, "PAGE_SIZE", 2)

    def pages() -> list[list[str]]:
        addresses = [f"/programs/?{query}&page={number}" for number in (1, 2, 3)]
        return [[row.title for row in client.get(address).context["page"]] for address in addresses]

    in_order = pages()
    monkeypatch.setattr(listing_pages, "MANY", 0)
    assert pages() == in_order
    assert sorted(title for page in in_order for title in page) == sorted(titles)


def test_list_shows_a_program_once_with_its_open_round(client: Client) -> None:
    round_ = RoundFactory(name_en="Open one")
    RoundFactory(program=round_.program, closed=True, name_en="Closed one")
    page = text(client, "/programs/")
    assert page.count(f"/programs/{round_.program.slug}/") == 1
    assert "Open one" in page


@pytest.mark.parametrize(
    "address", ["/", "/programs/", "/policies/", "/programs/export/", "/policies/export/"]
)
def test_lists_have_a_fixed_number_of_queries(client: Client, address: str) -> None:
    counts = []
    for _ in range(3):
        rich_round()
        rich_round(always=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_program_has_a_fixed_number_of_queries(client: Client) -> None:
    round_ = rich_round()
    counts = []
    for _ in range(3):
        RequiredDocumentFactory(round=round_)
        RoundFactory(program=round_.program, conditions=["一", "二"])
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/programs/{round_.program.slug}/")
        counts.append(len(queries))
    assert len(set(counts)) == 1


def test_export_escapes_formulas_and_keeps_the_filter(client: Client) -> None:
    RoundFactory(program__title_en="=1+1")
    RoundFactory(program__kind="internship", program__title_en="Other")
    response = client.get("/programs/export/?kind=subsidy", headers={"Accept-Language": "en"})
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[0] for row in rows] == ["Program", "'=1+1"]


def test_home_shows_a_full_row_of_promises_those_that_bind_first(client: Client) -> None:
    plan, policy = DocumentFactory(kind="internal_plan"), DocumentFactory()
    for document, count in ((plan, 2), (policy, 3)):
        clause = ClauseFactory(document=document)
        ProgramFactory(clauses=[clause])
        for _n in range(count):
            TargetFactory(clause=clause)
    targets = client.get("/").context["targets"]
    assert [target.clause.document for target in targets] == [policy, policy, policy, plan]


def test_home_says_how_many_close_this_week(client: Client) -> None:
    with time_machine.travel("2026-11-25T04:00:00Z", tick=False):  # a Wednesday
        now = timezone.now()
        for days in (1, 4, 5):  # until Sunday, and on Monday
            RoundFactory(closes_at=now + timedelta(days=days))
        assert client.get("/").context["this_week"] == 2
