"""Spreadsheets: what goes out comes back unchanged; what is entered is what was looked at."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from portal.accounts.models import Department
from portal.api.problems import Refused
from portal.files.sheet_limits import MOST_ROWS
from portal.versions.models import Version
from programs.catalog.models import Program
from programs.exchange import services
from programs.exchange.cells import guarded, plain
from programs.exchange.models import Import, Table
from programs.policies.models import Clause, Target
from tests.factories.accounts import region
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator
from tests.factories.policies import ClauseFactory
from tests.factories.spreadsheets import file
from tests.programs.exchange.situations import (
    downloaded,
    english,
    entered,
    official,
    said,
    signed_in,
    taken,
    told,
    uploaded,
    worked,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HOSTILE = '=HYPERLINK("https://evil.example")'


@pytest.mark.parametrize("table", Table)
def test_what_was_downloaded_changes_nothing(table: Table) -> None:
    program = ProgramFactory(title=HOSTILE, summary="'=quoted", description="one\r\ntwo\n\n  three ")
    clause = program.clauses.get()
    inner = ClauseFactory(document=clause.document, number="9-1", parent=clause, heading="＝full-width")
    inner.measures.create(slug="m-1", kind="subsidy", name="-minus", asked_for=False)
    inner.rules.create(slug="r-1", kind="time", sentence="+rule", due_on="2026-12-31", number="3")
    program.measures.set(inner.measures.all())
    program.targets.add(Target.objects.create(slug="t-1", clause=clause, name="+plus", number="5000.50"))
    imported = taken(table, downloaded(table))
    assert {does for _number, does, _errors in said(imported)} == {"same"}, told(imported)
    assert all(page.max_row == 1 for page in load_workbook(downloaded(table, query="?empty")).worksheets)


def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    program = ProgramFactory()
    rows = [["short name", "title", "contact"], [program.slug, "新的名称", "张三"]]
    assert entered(uploaded(rows)).changed == 1
    program.refresh_from_db()
    assert (program.title, program.contact_name, program.contact_phone) == (
        "新的名称", "张三", "021-0000 0000",
    )  # fmt: skip
    versions = Version.objects.of(program).count()
    assert entered(uploaded(rows)).changed == 0
    assert Version.objects.of(program).count() == versions == 2


def test_looking_through_changes_nothing_and_says_every_field() -> None:
    program = ProgramFactory(title="旧的名称", benefit="最高20万元/家")
    imported = uploaded(
        [["short name", "title", "benefit in a few words"], [program.slug, "新的名称", "10万"]]
    )
    assert told(imported) == [
        ("title", "旧的名称", "新的名称"), ("benefit in a few words", "最高20万元/家", "10万"),
    ]  # fmt: skip
    program.refresh_from_db()
    assert program.title == "旧的名称"
    assert not Version.objects.of(program).exists()


def test_a_new_program_is_a_draft_and_a_version_of_who_entered_it() -> None:
    model = ProgramFactory()
    book = load_workbook(downloaded(Table.PROGRAMS)).active
    rows = [[cell.value for cell in row] for row in book.iter_rows()]
    rows[1][0] = "brand-new"
    entered(uploaded(rows))
    made = Program.objects.get(slug="brand-new")
    assert (made.status, made.title, list(made.clauses.all())) == (
        "draft",
        model.title,
        list(model.clauses.all()),
    )
    version = Version.objects.of(made).get()
    assert (version.by, "table.xlsx" in version.what) == (administrator(), True)
    assert Program.objects.search(model.title).count() == 2


def test_lines_that_are_wrong_say_why_and_nothing_is_entered() -> None:
    program = ProgramFactory(title="旧的名称")
    imported = uploaded([
        ["short name", "title", "kind", "department", "clauses it rests on"],
        [program.slug, "新的名称", "Subsidy", "stc", "nowhere#1"],
        [program.slug, "别的", "Subsidy", "stc", "nowhere#1"],
        ["x-1", "=1+1", "Dance", "nobody", ""],
        ["", "无名", "Subsidy", "stc", ""],
        ["y-1", "字" * 121, "Subsidy", "stc", ""],
    ])  # fmt: skip
    lines = said(imported)
    assert [(number, does) for number, does, _errors in lines] == [(n, "wrong") for n in range(2, 7)]
    assert lines[0][2] == ["clauses it rests on: There is no “nowhere#1” among: clauses."]
    assert lines[1][2] == ["Row 2 is about the same."]
    assert lines[2][2][0] == "title: This is a formula. Write its value instead."
    assert lines[2][2][1].startswith("kind: “Dance” is not one of: ")
    assert lines[2][2][2] == "department: There is no “nobody” among: departments."
    assert lines[3][2] == ["short name: This has to be filled in."]
    with pytest.raises(Refused, match="while a line is wrong"):
        entered(imported)
    program.refresh_from_db()
    assert program.title == "旧的名称"


def test_what_changed_in_between_is_looked_at_again() -> None:
    program = ProgramFactory(title="旧的名称")
    imported = uploaded([["short name", "title"], [program.slug, "新的名称"]])
    Program.objects.update(title="中间的名称")
    again = entered(imported)
    assert (again.state, again.applied_at) == ("looked", None)
    assert again.trouble.startswith("Something changed in between")
    assert Program.objects.get().title == "中间的名称"
    assert told(again) == [("title", "中间的名称", "新的名称")]
    with pytest.raises(Refused, match="changed in between"):
        services.order(imported.pk, "what was seen first", by=imported.by)
    assert entered(again).applied_at
    assert Program.objects.get().title == "新的名称"
    with pytest.raises(Refused, match="entered already"):
        entered(imported)


def test_only_the_contact_of_a_program_that_applicants_rely_on_changes() -> None:
    round_ = RoundFactory()
    wrong = uploaded([["short name", "title"], [round_.program.slug, "新的名称"]])
    assert said(wrong)[0][2] == ["Applicants rely on this program now: only its contact can change."]
    entered(uploaded([["short name", "contact"], [round_.program.slug, "张三"]]))
    assert Program.objects.get().contact_name == "张三"


def test_an_official_exchanges_the_programs_within_reach_and_nothing_else() -> None:
    city = Department.objects.create(code="city", name="city", region=region())
    own = Department.objects.create(code="own", name="own", parent=city, region=region())
    high, mine = ProgramFactory(department=city), ProgramFactory(department=own)
    user = official(own)
    rows = [
        ["short name", "title", "department"],
        [high.slug, "甲", "own"],
        [mine.slug, "乙", "city"],
        [mine.slug + "x", "丙", "own"],
    ]
    lines = said(uploaded(rows, by=user))
    reach = ["It belongs to a department that your post does not reach."]
    assert [errors for _n, _does, errors in lines][:2] == [reach, reach]
    for table in (Table.CLAUSES, Table.MEASURES, Table.TARGETS):
        with pytest.raises(Refused, match="Only an administrator"):
            uploaded([["short name"]], table, user)
    content = load_workbook(downloaded(Table.PROGRAMS, user)).active
    assert [row[0].value for row in content.iter_rows(min_row=2)] == [mine.slug]
    client, others = signed_in(user), uploaded(rows)
    assert client.get(reverse("admin:exchange_import_change", args=[others.pk])).status_code == 404
    assert client.get(reverse("admin:exchange_import_export", args=["clauses"])).status_code == 404


def test_clauses_of_one_file_can_lie_in_each_other() -> None:
    document = ClauseFactory(number="1").document
    rows = [
        ["document", "number", "part of", "number as printed", "heading", "summary", "position"],
        [document.slug, "7", "", "七", "平台", "建平台。", 7],
        [document.slug, "7-1", f"{document.slug}#7", "（一）", "仪器", "开放仪器。", 8.0],
    ]
    assert entered(uploaded(rows, Table.CLAUSES)).changed == 2
    inner = Clause.objects.get(number="7-1")
    assert (inner.parent, inner.position) == (Clause.objects.get(number="7"), 8)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["short name", "nonsense"]], "There is no column “nonsense”"),
        ([["title"]], "The column “short name” is missing"),
        ([["short name", "title", "title"]], "is there twice"),
        ([["short name"]] + [[f"p-{n}"] for n in range(MOST_ROWS + 1)], "more than 20000 rows"),
        ([], "is empty"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused(rows: list[list[str]], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        uploaded(rows)


def test_a_file_that_is_no_spreadsheet_is_refused() -> None:
    for content, name in ((b"%PDF-1.7\n%%EOF", "a.pdf"), (b"PK\x03\x04broken", "a.xlsx"), (b"a,b", "a.xlsx")):
        with pytest.raises(Refused):
            services.upload(Table.PROGRAMS, SimpleUploadedFile(name, content), by=administrator())
    assert not Import.objects.exists()


def chinese(name: str) -> str:
    with translation.override("zh-hans"):
        return str(Program._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a field


def test_headers_and_choices_are_read_in_any_language() -> None:
    program = ProgramFactory()
    imported = uploaded([[chinese("slug"), "kind", chinese("title")], [program.slug, "voucher", "新的名称"]])
    assert entered(imported).changed == 1


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "'", "''", "a", "", "'a", "＠x", "-1"])
def test_a_guarded_text_is_read_back(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "＝", "＠"))


def test_the_pages_lead_from_the_file_to_the_entered_rows() -> None:
    program, client = ProgramFactory(title="旧的名称" * 12), signed_in(english())
    add = reverse("admin:exchange_import_add")
    assert client.get(add).status_code == 200
    wrong = client.post(add, {"table": "programs", "file": file([["nonsense"]])})
    assert (wrong.status_code, "There is no column" in wrong.text) == (422, True)
    other = client.post(add, {"table": "programs", "file": SimpleUploadedFile("a.txt", b"hello")})
    assert (other.status_code, "Choose an XLSX file" in other.text) == (422, True)
    rows = [["short name", "title"], [program.slug, "旧的名称" * 11 + "新的名称"]]
    sent = client.post(add, {"table": "programs", "file": file(rows)})
    assert "Waiting for its turn" in client.get(sent["Location"]).text
    imported = worked(Import.objects.get())
    page = client.get(sent["Location"])
    assert "<ins" in page.text
    stale = client.post(sent["Location"], {"seen": "other"})
    assert (stale.status_code, "changed in between" in stale.text) == (422, True)
    assert client.post(sent["Location"], {"seen": imported.digest}).status_code == 302
    assert "Waiting for its turn" in client.get(sent["Location"]).text
    worked(imported)
    assert "Entered" in client.get(sent["Location"]).text
    assert client.get(reverse("admin:exchange_import_changelist")).status_code == 200
