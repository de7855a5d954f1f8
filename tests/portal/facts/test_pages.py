from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.facts import needs
from portal.facts.models import (
    BankAccount,
    CreditRecord,
    CurrentFacts,
    Document,
    Origin,
    Qualification,
    Recommender,
    Right,
    Statement,
    SupportReceived,
    YearlyFigures,
)
from portal.facts.needs import Need
from portal.facts.stating import state, withdraw
from tests.factories.accounts import DepartmentFactory, official, region
from tests.factories.facts import credit_record, on_file, qualification, right
from tests.factories.organizations import PDF, letter, member
from tests.portal.organizations.test_pages import acting

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=True)


@pytest.fixture
def owner():
    capacity = member()
    on_file(
        capacity.organization, registered_capital=5_000_000, revenue_2025=31_800_000, staff_2025=36,
        legal_form="limited", rights_listed_on="2026-06-30", profit_2025="-1234.5",
    )  # fmt: skip
    return capacity


@pytest.fixture
def as_owner(owner):
    return acting(owner)


def address(name, owner, *more):
    return reverse(name, args=[owner.organization.uscc, *more])


def downloaded(client, url):
    return client.get(url).getvalue()


def page(client, owner, **query):
    response = client.get(address("organization_papers", owner), query)
    assert response.status_code == 200
    return response.content.decode()


def test_file_shows_facts_with_who_and_since_when(as_owner, owner):
    qualification(owner.organization, number="GR2024")
    right(owner.organization)
    credit_record(owner.organization)
    text = page(as_owner, owner)
    for words in ("CNY 5,000,000", "3,180.00", "−0.12", "Limited company", "GR2024", "ZL202110"):
        assert words in text
    assert 'id="registered_capital"' in text
    assert 'id="revenue"' in text
    assert 'id="qualifications"' in text
    assert "holds since 22 November 2026" in text
    assert ">Verify<" not in text.replace(" ", "").replace("\n", "")


def test_file_as_of_a_day_shows_that_day(as_owner, owner):
    text = page(as_owner, owner, on="2025-12-31")
    assert "3,180.00" not in text
    assert "as they held on 31 December 2025" in text
    assert address("file_registration", owner) not in text


def test_file_as_of_no_day_says_so(as_owner, owner):
    assert "is no day" in page(as_owner, owner, on="31.12.")
    assert "lies in the future" in page(as_owner, owner, on="2027-01-01")
    assert "is no day" in page(as_owner, owner, on="0001-01-01")


def test_file_of_another_organization_is_not_there(as_owner):
    assert as_owner.get(address("organization_papers", member())).status_code == 404


def test_file_says_what_is_needed_for_what(as_owner, owner, monkeypatch):
    need = Need("高企认定", "/programs/hitech/", (("rd_expense", 2025), ("qualifications", None)))
    monkeypatch.setattr(needs, "_sources", [lambda file: [need, Need("无缺", "/x/", ())]])
    text = page(as_owner, owner)
    assert text.count('href="/programs/hitech/"') == 2
    assert "2 facts are missing" in text
    assert "无缺" not in text
    assert "高企认定" not in page(as_owner, owner, on="2025-12-31")


def test_file_takes_as_many_queries_with_three_lines(as_owner, owner):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            page(as_owner, owner)
        return len(seen)

    for year in (2020, 2021, 2022):
        if year == 2021:
            page(as_owner, owner)
            one = queries()
        qualification(owner.organization, holds_from=date(year, 1, 1))
        right(owner.organization, number=str(year))
        SupportReceived.objects.create(
            organization=owner.organization, program="x", granted_on=date(year, 1, 1), amount=1,
            origin="import", source=str(year), stated_at=NOW,
        )  # fmt: skip
    assert queries() == one


def test_figures_are_entered_in_ten_thousand_yuan_or_in_yuan(as_owner, owner):
    url = address("file_figures", owner, 2025)
    seen = Statement.objects.latest("pk").pk
    form = as_owner.get(url).context["form"]
    assert (form["revenue"].value(), form["seen"].value()) == ("3180", seen)
    assert (form["revenue"].label, form["staff"].label) == ("revenue (10,000 yuan)", "staff (people)")
    in_yuan = as_owner.get(url, {"unit": "yuan"}).context["form"]["revenue"]
    assert (in_yuan.value(), in_yuan.label) == ("31800000", "revenue (yuan)")
    sent = {"seen": seen, "unit": "wan", "revenue": "3,200.5", "staff": "40", "profit": "-0.12345"}
    assert as_owner.post(url, sent).status_code == 302
    figures = YearlyFigures.objects.get(organization=owner.organization)
    assert (figures.revenue, figures.staff, str(figures.profit)) == (32_005_000, 40, "-1234.50")
    sent = {"seen": Statement.objects.latest("pk").pk, "unit": "yuan", "revenue": "7", "staff": "40"}
    assert as_owner.post(url, sent).status_code == 302
    figures.refresh_from_db()
    assert (figures.revenue, figures.profit) == (7, None)


def test_figures_with_nonsense_say_what_to_do(as_owner, owner):
    sent = {"seen": "0", "unit": "wan", "revenue": "viel", "staff": "3.5"}
    response = as_owner.post(address("file_figures", owner, 2025), sent)
    assert response.status_code == 422
    assert "Write the amount in figures" in response.content.decode()
    assert "Write a whole number" in response.content.decode()
    sent = {"seen": "0", "unit": "wan", "revenue": "NaN", "staff": "9", "st_staff": "10", "rd_domestic": "1"}
    response = as_owner.post(address("file_figures", owner, 2025), sent)
    assert set(response.context["form"].errors) == {"revenue", "st_staff"}
    page = response.content.decode()
    assert "revenue 2025: Write the amount in figures, such as 1234.5." in page
    assert "science and technology staff 2025: This is more than “staff”" in page


def test_history_names_the_facts_and_the_lines(as_owner, owner):
    values = {("staff", 2024): 9, ("legal_form", None): "stock"}
    state(owner.organization.pk, values, origin=Origin.ORGANIZATION, by=owner)
    withdraw(right(owner.organization), None)
    url = reverse("organization", args=[owner.organization.uscc])
    as_owner.get(url)
    with CaptureQueriesContext(connection) as one:
        page = as_owner.get(url).content.decode()
    assert f"{owner.user} · staff 2024, legal form" in page
    assert page.count("Intellectual property “ZL202110000001.1 一种虚构的装置”") == 2
    for number in range(3):
        right(owner.organization, number=f"ZL{number}")
    with CaptureQueriesContext(connection) as many:
        as_owner.get(url)
    assert len(many) == len(one)


def test_figures_of_a_year_that_is_not_over_are_not_there(as_owner, owner):
    assert as_owner.get(address("file_figures", owner, 2026)).status_code == 404


def test_stale_figures_are_refused_with_what_was_typed(as_owner, owner):
    seen = Statement.objects.latest("pk").pk
    url = address("file_figures", owner, 2025)
    as_owner.post(url, {"seen": seen, "unit": "yuan", "revenue": "1"})
    response = as_owner.post(url, {"seen": seen, "unit": "yuan", "revenue": "2"})
    assert response.status_code == 422
    assert f"{owner.user} changed meanwhile: revenue 2025, " in response.content.decode()
    assert response.context["form"]["revenue"].value() == "2"
    assert YearlyFigures.objects.get(organization=owner.organization).revenue == 1


def test_registration_holds_since_the_day_that_was_named(as_owner, owner):
    url = address("file_registration", owner)
    sent = {"seen": Statement.objects.latest("pk").pk, "unit": "wan", "registered_capital": "800",
            "legal_form": "stock", "since": "2026-03-01"}  # fmt: skip
    assert as_owner.post(url, sent).status_code == 302
    told = Statement.objects.filter(since=date(2026, 3, 1)).values_list("key", "value")
    assert dict(told) == {"registered_capital": "8000000.00", "legal_form": "stock"}


def test_viewer_is_told_why_not(owner):
    viewer = acting(member(owner.organization, "viewer"))
    for name, more in (
        ("file_registration", []), ("file_figures", [2025]), ("file_enter", ["rights"]),
        ("file_complete", ["rights"]), ("file_account", []), ("file_document_new", []),
        ("file_recommender", []),
    ):  # fmt: skip
        response = viewer.post(address(name, owner, *more), follow=True)
        assert "You may read this file but not change it" in response.content.decode()


def test_line_entered_with_evidence_taken_back_and_list_complete(as_owner, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    url = address("file_enter", owner, "qualifications")
    assert as_owner.get(url).status_code == 200
    sent = {"kind": "hitech", "number": "GR1", "holds_from": "2025-01-01", "file": letter("证书.pdf")}
    assert as_owner.post(url, sent).status_code == 302
    row = Qualification.objects.get()
    assert (row.kind, row.evidence_name, row.origin) == ("hitech", "证书.pdf", "organization")
    assert downloaded(as_owner, address("file_evidence", owner, row.pk)) == PDF
    response = as_owner.post(url, {"kind": "hitech", "number": "GR2", "holds_from": "2025-01-01"})
    assert "in the list already" in response.content.decode()
    complete = address("file_complete", owner, "qualifications")
    assert as_owner.get(complete).status_code == 200
    assert as_owner.post(complete, {"on": "2026-11-20"}).status_code == 302
    assert CurrentFacts.objects.get(organization=owner.organization).qualifications_listed_on == date(
        2026, 11, 20
    )
    back = address("file_take_back", owner, "qualifications", row.pk)
    assert as_owner.get(back).status_code == 200
    assert as_owner.post(back).status_code == 302
    assert not Qualification.objects.stated().exists()


@pytest.mark.parametrize("name", ["rights", "shareholders"])
def test_lists_have_a_form(as_owner, owner, name):
    assert as_owner.get(address("file_enter", owner, name)).status_code == 200
    assert as_owner.post(address("file_enter", owner, name), {"name": ""}).status_code == 422


def test_list_that_does_not_exist_is_not_there(as_owner, owner):
    assert as_owner.get(address("file_enter", owner, "nothing")).status_code == 404


def test_line_of_another_organization_is_not_there(as_owner, owner):
    row = right(member().organization)
    assert as_owner.post(address("file_take_back", owner, "rights", row.pk)).status_code == 404
    assert Right.objects.stated().exists()


def test_official_reads_verifies_and_enters_credit_records(owner):
    office = acting(official())
    row = qualification(owner.organization)
    fact = Statement.objects.get(key="registered_capital")
    text = page(office, owner)
    assert address("file_verify", owner, fact.pk) in text
    assert address("file_enter", owner, "rights") not in text
    assert office.post(address("file_verify", owner, fact.pk)).status_code == 302
    assert office.post(address("file_verify_line", owner, "qualifications", row.pk)).status_code == 302
    sent = {"kind": "abnormal", "holds_from": "2026-01-05", "note": "地址无法联系"}
    assert office.post(address("file_enter", owner, "credit"), sent).status_code == 302
    assert CreditRecord.objects.get().origin == "official"
    text = page(office, owner)
    assert "地址无法联系" in text
    assert address("file_verify", owner, fact.pk) not in text
    assert office.get(address("file_registration", owner)).status_code == 302


def test_organization_enters_no_credit_record_on_its_page(as_owner, owner):
    as_owner.post(address("file_enter", owner, "credit"), {"kind": "ban", "holds_from": "2026-01-05"})
    assert not CreditRecord.objects.exists()
    assert address("file_enter", owner, "credit") not in page(as_owner, owner)


def test_account_is_sealed_and_shown_masked(as_owner, owner):
    url = address("file_account", owner)
    sent = {"holder": "甲", "bank": "示范银行", "number": "6222 0000 1234 5678", "revision": "0"}
    assert as_owner.post(url, sent).status_code == 302
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_number FROM facts_bankaccount")
        assert b"1234" not in cursor.fetchone()[0].encode()
    assert BankAccount.objects.get().account_number == "6222000012345678"
    for text in (page(as_owner, owner), as_owner.get(url).content.decode()):
        assert "5678" in text
        assert "12345678" not in text
    assert as_owner.post(url, sent | {"number": ""}).status_code == 422
    assert as_owner.post(url, sent | {"number": "", "holder": "乙", "revision": "1"}).status_code == 302
    account = BankAccount.objects.get()
    assert (account.holder, account.account_number) == ("乙", "6222000012345678")
    assert as_owner.post(url, sent | {"number": "123", "revision": "2"}).status_code == 422
    assert "Bank account changed" in as_owner.get(address("organization", owner)).content.decode()


def test_document_added_read_and_taken_off(as_owner, owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    url = address("file_document_new", owner)
    assert as_owner.get(url).status_code == 200
    sent = {"title": "营业执照", "valid_until": "2026-01-01", "upload": letter("执照.pdf")}
    assert as_owner.post(url, sent).status_code == 302
    row = Document.objects.get()
    assert "Expired" in page(as_owner, owner)
    assert downloaded(as_owner, address("file_document", owner, row.pk)) == PDF
    remove = address("file_document_remove", owner, row.pk)
    assert as_owner.get(remove).status_code == 200
    assert as_owner.post(remove).status_code == 302
    assert as_owner.get(address("file_document", owner, row.pk)).status_code == 404
    assert Document.objects.get().removed_by == owner.user
    assert "Document taken off" in as_owner.get(address("organization", owner)).content.decode()


def test_recommending_department_is_that_of_the_tax_region_until_another_is_chosen(as_owner, owner):
    near = DepartmentFactory(code="jd", level="district", region=region())
    other = DepartmentFactory(code="ja", level="district", region=region("310106"))
    assert near.name in page(as_owner, owner)
    url = address("file_recommender", owner)
    assert as_owner.get(url).status_code == 200
    assert as_owner.post(url, {"department": other.pk}).status_code == 302
    assert Recommender.objects.get().department == other
    office = acting(official())
    assert office.post(url, {"department": near.pk}).status_code == 302
    assert Recommender.objects.get().department == near
    assert "Recommending department chosen" in as_owner.get(address("organization", owner)).content.decode()
