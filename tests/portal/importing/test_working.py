"""Lists from upload to the files of organizations."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.api.problems import Refused
from portal.facts.models import CurrentFacts, Origin, Statement, YearlyFigures
from portal.history.services import Outcome, verify
from portal.importing import entering, reading, services, working
from portal.importing.models import ImportedList, ImportedRow
from portal.organizations.models import Organization, OrganizationEvent
from tests.factories.accounts import official, region
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, code, member
from tests.factories.spreadsheets import file
from tests.portal.importing.lists import HEAD, NOW, ONE, TWO, csv, does, entered, looked_through, work

pytestmark = pytest.mark.django_db
State = ImportedList.State


@pytest.fixture(autouse=True)
def _noon(time_machine):
    time_machine.move_to(NOW, tick=True)


@pytest.fixture
def head():
    return official(rank="head", language="en")


@pytest.mark.parametrize(
    "upload", [file([["企业名单"], HEAD, ONE, TWO]), csv(HEAD, ONE, TWO)], ids=["xlsx", "csv"]
)
def test_list_enters_organizations_with_their_facts(head, upload):
    row = entered(upload, head)
    assert row.state == State.ENTERED
    assert does(row) == ["new", "new"]
    firm = Organization.objects.get(uscc=code(1))
    assert (firm.name, firm.founded_on, firm.tax_region_id) == (ONE[1], date(2019, 5, 6), "310114")
    assert CurrentFacts.objects.get(organization=firm).registered_capital == Decimal(5_000_000)
    figures = YearlyFigures.objects.get(organization=firm, year=2025)
    assert (figures.revenue, figures.staff) == (Decimal(31_800_000), 36)
    assert YearlyFigures.objects.get(organization__uscc=code(2)).revenue == Decimal(125_000)
    said = Statement.objects.filter(organization=firm)
    assert set(said.values_list("origin", "source", "stated_by")) == {(Origin.IMPORT, row.name, head.user.pk)}
    assert list(firm.events.order_by("seq").values_list("kind", flat=True)) == ["registered", "stated"]
    assert {verdict.outcome for verdict in verify(OrganizationEvent.objects.all())} == {Outcome.OK}


def test_second_run_changes_nothing(head):
    entered(csv(HEAD, ONE, TWO), head)
    before = Statement.objects.count(), OrganizationEvent.objects.count()
    again = looked_through(csv(HEAD, ONE, TWO), head)
    assert does(again) == ["same", "same"]
    with pytest.raises(Refused, match="would change"):
        services.order(again.pk, by=head)
    assert (Statement.objects.count(), OrganizationEvent.objects.count()) == before


def test_looking_through_tells_what_would_change_and_writes_nothing(head):
    firm = on_file(OrganizationFactory(uscc=code(1), name="旧名"), revenue_2025=1000)
    count = Statement.objects.count()
    row = looked_through(csv(HEAD, ONE), head)
    found = {(key, year): (before, after) for key, year, before, after in row.rows.get().changes}
    assert found["name", None] == ("旧名", ONE[1])
    assert found["revenue", 2025] == ("1000.00", "31800000.00")
    assert "registered_region" not in {key for key, _year in found}
    assert Statement.objects.count() == count
    assert Organization.objects.get(pk=firm.pk).name == "旧名"


def test_wrong_lines_say_why_and_the_others_are_entered(head):
    wrong = [
        [code(3)[:-1] + "0", *ONE[1:]],
        [code(4), "", *ONE[2:]],
        [code(5), ONE[1], "不存在区", "2019-13-45", "many", "=1+1", "3.5"],
        [code(1), *ONE[1:]],
        [code(6), ONE[1], "西湖区", *ONE[3:]],
        [code(7), ONE[1], "静安区", *ONE[3:]],
    ]
    region("330106"), region("310106")
    row = entered(csv(HEAD, ONE, *wrong), head)
    assert does(row) == ["new", *["wrong"] * 6]
    errors = [" ".join(one.errors) for one in row.rows.order_by("number")[1:]]
    assert "last character" in errors[0]
    assert "does not have this organization yet" in errors[1]
    for words in ("There is no region", "Write the day", "in figures", "formula", "whole number"):
        assert words in errors[2]
    assert "stands in line 2 already" in errors[3]
    assert "outside of your region" in errors[4]
    assert "outside of your region" in errors[5]
    assert list(Organization.objects.values_list("uscc", flat=True)) == [code(1)]


def test_organization_of_another_region_stays_as_it_is(head):
    OrganizationFactory(uscc=code(8), registered_region=region("310106"), tax_region=region("310106"))
    row = looked_through(csv(HEAD, [code(8), *ONE[1:]]), head)
    assert "outside of your region" in row.rows.get().errors[0]


def test_what_changed_meanwhile_is_left_out(head):
    firm = on_file(OrganizationFactory(uscc=code(1)))
    row = looked_through(csv(HEAD, ONE, TWO), head)
    on_file(firm, revenue_2025=7)
    services.order(row.pk, by=head)
    work()
    assert does(row) == ["wrong", "new"]
    assert YearlyFigures.objects.get(organization=firm, year=2025).revenue == 7


def test_killed_worker_goes_on_behind_the_last_batch(head, monkeypatch):
    monkeypatch.setattr(working, "BATCH", 2)
    lines = [[code(n), f"虚构{n}", *ONE[2:]] for n in range(1, 6)]
    row = looked_through(csv(HEAD, *lines), head)
    services.order(row.pk, by=head)
    real = entering.state_many

    def dies(*args, **kwargs):
        real(*args, **kwargs)
        raise KeyboardInterrupt

    assert working.step()
    monkeypatch.setattr(entering, "state_many", dies)
    with pytest.raises(KeyboardInterrupt):
        working.step()
    row.refresh_from_db()
    assert (row.state, row.rows_done, Organization.objects.count()) == (State.ENTERING, 2, 2)
    monkeypatch.setattr(entering, "state_many", real)
    work()
    row.refresh_from_db()
    assert (row.state, row.rows_done, Organization.objects.count()) == (State.ENTERED, 5, 5)
    assert Statement.objects.filter(key="revenue").count() == 5


def test_batch_that_kills_its_worker_is_given_up(head):
    row = services.upload(csv(HEAD, ONE), by=head)
    ImportedList.objects.filter(pk=row.pk).update(state=State.CHECKING, attempts=working.MOST_ATTEMPTS)
    work()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "Split it" in row.trouble


def test_who_is_no_head_any_more_enters_nothing(head):
    row = looked_through(csv(HEAD, ONE), head)
    services.order(row.pk, by=head)
    head.user.posts.update(ends_on=date(2026, 1, 1))
    work()
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert not Organization.objects.exists()


def test_clerks_members_and_others_import_nothing(head):
    row = services.upload(csv(HEAD, ONE), by=head)
    for by in (official("310106"), member()):
        with pytest.raises(Refused, match="imported by the head"):
            services.upload(csv(HEAD, ONE), by=by)
        assert not ImportedList.objects.visible_to(by).filter(pk=row.pk).exists()
    other = official("310106", rank="head")
    assert not ImportedList.objects.visible_to(other).exists()
    with pytest.raises(Refused, match="Who uploaded"):
        services.order(row.pk, by=other)


def test_columns_are_kept_for_the_next_file_of_the_same_shape(head):
    headers = ["代码", "单位", "产值"]
    upload = csv(headers, [code(1), "x", "1"])
    row = services.upload(upload, by=head)
    assert [own["fact"] for own in row.columns] == ["", "", ""]
    choices = [
        {"fact": "uscc", "year": None, "unit": "yuan"},
        {"fact": "", "year": None, "unit": "yuan"},
        {"fact": "revenue", "year": 2024, "unit": "wan"},
    ]
    with pytest.raises(ValidationError, match="credit codes"):
        services.choose(row.pk, [choices[1], choices[1], choices[2]], by=head)
    with pytest.raises(ValidationError, match="year that is over"):
        services.choose(row.pk, [*choices[:2], choices[2] | {"year": 2026}], by=head)
    services.choose(row.pk, choices, by=head)
    again = services.upload(csv(headers, [code(2), "y", "2"]), by=head)
    kept = [{name: own[name] for name in ("fact", "year", "unit")} for own in again.columns]
    assert kept == choices


def test_batch_takes_as_many_queries_for_three_lines_as_for_one(head):
    def queries(*numbers):
        lines = [[code(n), f"虚构{n}", *ONE[2:]] for n in numbers]
        row = looked_through(csv(HEAD, *lines), head)
        services.order(row.pk, by=head)
        with CaptureQueriesContext(connection) as seen:
            working.step()
        return len(seen)

    queries(90)
    assert queries(1) == queries(2, 3, 4)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "XLSX or CSV|empty"),
        (b"\x00\x01\x02", "XLSX or CSV"),
        (b'a,b\n"open,1\n', "quotation mark"),
        ("代码,名称\n".encode(), "empty"),
        (("," * 70 + "x\n1,2\n").encode(), "empty|columns"),
        (("a,b," + "c," * 70 + "x\n1,2\n").encode(), "columns"),
        ("=1+1,名称\n1,2\n".encode(), "header is a formula"),
    ],
)
def test_hostile_text_is_refused(head, content, sentence):
    with pytest.raises(Refused, match=sentence):
        services.upload(SimpleUploadedFile("a.csv", content), by=head)
    assert not ImportedList.objects.exists()


def test_too_many_lines_are_refused(head, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    with pytest.raises(Refused, match="more than 3 rows"):
        services.upload(csv(HEAD, *[ONE] * 4), by=head)


def test_csv_of_a_chinese_office_is_read(head):
    row = services.upload(csv(HEAD, ONE, encoding="gb18030"), by=head)
    assert [own["header"] for own in row.columns] == HEAD
    assert ImportedRow.objects.get().cells == ONE


def test_line_with_a_part_above_its_whole_is_wrong(head):
    firm = on_file(OrganizationFactory(), staff_2025=9)
    header = ["统一社会信用代码", "2025年科技人员数"]
    row = looked_through(
        csv(header, [firm.uscc, "10"]),
        head,
        **{header[1]: {"fact": "st_staff", "year": 2025, "unit": "yuan"}},
    )
    line = row.rows.get()
    assert line.does == "wrong"
    assert line.errors == [
        "science and technology staff 2025: This is more than “staff”, of which it is a part."
    ]
