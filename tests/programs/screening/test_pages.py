from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from portal.access.models import Entry
from programs.catalog.standing import refresh_lapsed
from tests.factories.accounts import official
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, member
from tests.programs.screening.situations import (
    FIRM,
    HITECH,
    IN_JINGAN,
    INTENSITY,
    REVENUE,
    asking,
    conditions,
    signed_in,
)

pytestmark = pytest.mark.django_db
PAGE = "/what-can-we-get/"


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def firm() -> Any:
    """An owner of a firm with last year's figures."""
    organization = on_file(revenue_2025=31_800_000, rd_expense_2025=2_860_000)
    return member(organization)


def text(client: Client, address: str = PAGE, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def test_programs_are_grouped_with_reasons_clauses_and_places() -> None:
    first = asking(FIRM, INTENSITY, None).program
    asking(HITECH)
    asking(IN_JINGAN, HITECH, REVENUE)
    asking(None)
    page = text(signed_in(firm()))
    assert [
        page.count(f'id="h-{group}"') for group in ("eligible", "one_step", "not_now", "uncheckable")
    ] == [1] * 4
    assert "÷" in page
    clause = first.rounds.get().conditions.first().clause
    assert f"/policies/{clause.document.slug}/{clause.number}/" in page
    assert "/file/#qualifications_listed_on" in page
    assert "To be declared" in page


def test_each_question_inside_a_condition_has_its_reason() -> None:
    asking({"any": [{"all": [FIRM, REVENUE]}, HITECH]})
    asking({"standard": "hitech-2016"})
    client = signed_in(firm())
    assert text(client).count('<ul class="list-unstyled') == 2
    table = client.get(f"{PAGE}export/?format=csv").content.decode()
    for shown in (text(client), table, text(client, f"{PAGE}?print")):
        assert "CNY 31,800,000" in shown


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("query", ["", "?group=eligible", "?group=not_now", "?print", "?phase=upcoming"])
def test_page_in_every_language(language: str, query: str) -> None:
    asking(FIRM, INTENSITY, HITECH, None)
    asking(None, always=True)
    conditions((FIRM,), program=asking(applicant_kinds=["person"]).program)
    assert text(signed_in(firm(), language), PAGE + query)


def test_filters_narrow_the_programs() -> None:
    open_now, coming = asking(FIRM), asking(FIRM, upcoming=True)
    client = signed_in(firm())
    titles = [round_.program.title_en for round_ in (open_now, coming)]
    shown = [
        [title in text(client, PAGE + query) for title in titles]
        for query in ("", "?phase=open", "?kind=loan")
    ]
    assert shown == [[True, True], [True, False], [False, False]]
    assert [title in text(client, f"{PAGE}?level=city") for title in titles] == [True, True]
    assert [title in text(client, f"{PAGE}?level=town&group=eligible") for title in titles] == [False, False]
    assert text(client, f"{PAGE}?kind=nonsense&level=x&phase=y&group=z&page=w")


def test_a_group_comes_in_pages() -> None:
    for _program in range(21):
        asking(FIRM)
    client = signed_in(firm())
    assert text(client, f"{PAGE}?group=eligible").count("See 1 condition") == 20
    assert text(client, f"{PAGE}?group=eligible&page=2").count("See 1 condition") == 1
    assert text(client).count("See 1 condition") == 5


@pytest.mark.parametrize("query", ["", "?group=one_step", "?print", "export/"])
def test_more_programs_cost_no_more_queries(query: str) -> None:
    client = signed_in(firm())

    def asked() -> int:
        refresh_lapsed(timezone.now())
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE + query).status_code == 200
        return len(queries)

    asking(FIRM, HITECH)
    one = asked()
    for _more in range(2):
        asking(FIRM, HITECH, None)
    assert asked() == one


def test_visitor_is_asked_and_members_never() -> None:
    asking(FIRM)
    assert "How large were you last year?" in text(Client(headers={"Accept-Language": "en"}))
    assert "How large were you last year?" not in text(signed_in(firm()))


def test_officials_see_an_organization_of_their_region_without_places_to_fill_in() -> None:
    asking(FIRM, HITECH)
    organization = firm().organization
    client = signed_in(official())
    page = text(client, f"/organizations/{organization.uscc}/check/")
    assert f"What can {organization.name} get?" in page
    assert "/file/#" not in page
    opened = Entry.objects.get()
    assert (opened.subject_id, opened.verb) == (organization.pk, "opened")
    client.get(f"/organizations/{organization.uscc}/check/export/")
    assert Entry.objects.filter(verb="exported", subject_id=organization.pk).exists()


@pytest.mark.parametrize("path", ["check/", "check/?print", "check/export/"])
def test_the_check_of_another_organization_is_not_there(path: str) -> None:
    other = OrganizationFactory()
    text(signed_in(firm()), f"/organizations/{other.uscc}/{path}", 404)
    assert Client().get(f"/organizations/{other.uscc}/{path}").status_code == 302


def test_download_has_a_line_per_condition() -> None:
    asking(FIRM, HITECH)
    asking()
    client = signed_in(firm())
    sheet = load_workbook(BytesIO(client.get(f"{PAGE}export/").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[6] for row in rows] == ["Outcome", "Met", "To be confirmed", None]
    table = client.get(f"{PAGE}export/?format=csv&group=one_step")
    assert table["Content-Type"] == "text/csv; charset=utf-8"
    assert len(table.content.decode("utf-8-sig").splitlines()) == 3
    assert Client().get(f"{PAGE}export/").status_code == 302


def test_a_withdrawn_program_is_gone_at_once() -> None:
    program = asking(FIRM).program
    client = signed_in(firm())
    assert program.title_en in text(client)
    program.status = "draft"
    program.save()
    assert program.title_en not in text(client)
