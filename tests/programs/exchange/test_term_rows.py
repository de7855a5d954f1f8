"""The terms of programs as rows: what the page takes, the spreadsheet takes, each fault at its row."""

import pytest
from openpyxl import load_workbook

from portal.accounts.models import Department
from portal.versions.models import Version
from programs.catalog.models import Program
from programs.catalog.terms.declaration import terms_of
from programs.exchange.models import Table
from programs.exchange.term_rows import places_of
from programs.policies.kinds import ASKED_FOR
from programs.policies.models import Clause
from tests.factories.accounts import region
from tests.factories.catalog import ProgramFactory, RoundFactory
from tests.programs.exchange.situations import (
    book,
    downloaded,
    entered,
    official,
    said,
    taken,
    told,
    uploaded,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
HEADERS = ["program", "term", "value", "source"]
TIERS = [{"over": 0, "up_to": 20000, "rate": 100}, {"over": 20000, "up_to": None, "rate": 50}]
SHARES = [{"payer": "city", "share": "1/3"}, {"payer": "district", "share": "2/3"}]


def source(program: Program) -> str:
    clause: Clause = program.clauses.get()
    return f"{clause.document.slug}#{clause.number}"


def stated(program: Program, **values: object) -> Program:
    """The program with these terms, all from its clause."""
    program.terms = {key: {"value": value, "source": source(program)} for key, value in values.items()}
    program.save()
    return program


def voucher() -> Program:
    return stated(
        ProgramFactory(kind="voucher"),
        tiers=TIERS, cap_year="200000", services=["testing", "rd_design"], payers=SHARES,
        redeemed_by="either", unrelated_provider=True, sample="33.33", validity=12,
    )  # fmt: skip


def rows_of(program: Program) -> dict[str, tuple[object, object]]:
    """What the download says of a program's terms: path → (value, source)."""
    page = load_workbook(downloaded(Table.PROGRAMS))["Terms of programs"]
    found = list(page.iter_rows(min_row=2, values_only=True))
    return {
        str(term).rpartition("[")[2].rstrip("]"): (value, where)
        for slug, term, value, where in found
        if slug == program.slug
    }


def lines_of(*rows: list[object]) -> list[list[object]]:
    return [HEADERS, *rows]


def sent(*rows: list[object]) -> object:
    return taken(Table.PROGRAMS, book(Terms_of_programs=lines_of(*rows)))


def test_a_download_says_every_term_in_words_and_changes_nothing() -> None:
    program = voucher()
    said_of = rows_of(program)
    where = source(program)
    assert {path: said_of[path] for path in ("cap_year", "sample", "rate", "unrelated_provider")} == {
        "cap_year": (200000, where), "sample": (33.33, where), "rate": (None, None),
        "unrelated_provider": ("Yes", where),
    }  # fmt: skip
    assert said_of["services"] == ("Testing and inspection; Research, development and design", where)
    assert [said_of[f"payers.{payer}"][0] for payer in ("city", "district", "bank")] == ["1/3", "2/3", None]
    assert [said_of[f"tiers.{box}"][0] for box in ("up_to_1", "rate_1", "up_to_2", "rate_2")] == [
        20000, 100, None, 50,
    ]  # fmt: skip
    assert {does for _n, does, _errors in said(taken(Table.PROGRAMS, downloaded(Table.PROGRAMS)))} == {"same"}


def test_every_kind_of_program_says_its_terms_and_reads_them_back() -> None:
    for kind in ASKED_FOR:
        ProgramFactory(kind=kind)
        assert {place.term for place in places_of(kind).values()} == set(terms_of(kind))
    imported = taken(Table.PROGRAMS, downloaded(Table.PROGRAMS))
    assert {does for _n, does, _errors in said(imported)} == {"same"}
    assert imported.lines.count() == len(ASKED_FOR) + sum(len(places_of(kind)) for kind in ASKED_FOR)


def test_rows_change_state_and_clear_terms_with_one_version() -> None:
    program = voucher()
    where = source(program)
    imported = sent(
        [program.slug, "cap_year", 300000, where],
        [program.slug, "Rate of support", "40%", where],
        [program.slug, "Services [services]", "testing; Novelty search", where],
        [program.slug, "payers.city", "50%", where],
        [program.slug, "payers.district", "50%", where],
        [program.slug, "sample", "", ""],
        [program.slug, "redeemed_by", "The firm or the service provider", where],
    )
    assert told(imported)[0][0] == "Cap a year"
    assert [does for _n, does, _errors in said(imported)] == [*["changed"] * 6, "same"]
    before = Version.objects.of(program).count()
    assert entered(imported).changed == 6
    program.refresh_from_db()
    assert "sample" not in program.terms
    assert {key: program.terms[key]["value"] for key in ("cap_year", "rate", "services", "payers")} == {
        "cap_year": "300000.00", "rate": "40", "services": ["novelty_search", "testing"],
        "payers": [{"payer": "city", "share": "1/2"}, {"payer": "district", "share": "1/2"}],
    }  # fmt: skip
    assert program.terms["tiers"]["value"][0]["up_to"] == "20000.00"
    assert program.amount_max == 300000
    assert Version.objects.of(program).count() == before + 2  # as it was found, and as it is now


def test_a_new_program_comes_with_its_terms() -> None:
    model = voucher()
    made = load_workbook(downloaded(Table.PROGRAMS))
    sheets = {}
    for page in made.worksheets:
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        sheets[page.title] = [rows[0], *(["brand-new", *row[1:]] for row in rows[1:])]
    entered(taken(Table.PROGRAMS, book(**sheets)))
    assert Program.objects.get(slug="brand-new").terms == model.terms


def test_every_fault_stands_at_its_row() -> None:
    program = voucher()
    where = source(program)
    imported = sent(
        [program.slug, "cap_year", "much", where],
        [program.slug, "posts", 3, where],
        [program.slug, "services", "Dancing", where],
        [program.slug, "validity", 24, "nowhere#1"],
        [program.slug, "payers.city", "80%", where],
        [program.slug, "rate", 10, ""],
        [program.slug, "sample", "33.33", where],
        ["nobody", "sample", 1, where],
        [program.slug, "window_days", 10, where],
    )
    lines = said(imported)
    assert [does for _n, does, _errors in lines] == [*["wrong"] * 6, "same", "wrong", "changed"]
    words = [" ".join(errors) for _n, _does, errors in lines]
    assert words[0] == "Cap a year (cap_year): “much” is not a number."
    assert words[1].startswith("Innovation vouchers have no term “posts”. They have: rate, tiers.up_to_1")
    assert words[2].startswith("“Dancing” is not one of: Joint development, ")
    assert words[3] == "There is no clause “nowhere#1” (written document#clause)."
    assert "The shares have to make a whole" in words[4]
    assert words[5].endswith("Name the clause that states it. What no clause states stays empty.")
    assert words[7] == "There is no “nobody” among: programs."
    program.refresh_from_db()
    assert "window_days" not in program.terms


def test_terms_that_applicants_rely_on_stay() -> None:
    program = stated(RoundFactory().program, cap="200000")
    where = source(program)
    imported = sent([program.slug, "cap", 100000, where], [program.slug, "rate", "", ""])
    assert said(imported) == [
        (2, "wrong", ["Applicants rely on this program now: only its contact can change."]),
        (3, "same", []),
    ]


def test_an_official_changes_the_terms_of_programs_within_reach_only() -> None:
    city = Department.objects.create(code="city", name="city", region=region())
    own = Department.objects.create(code="own", name="own", parent=city, region=region())
    high, mine = ProgramFactory(department=city), ProgramFactory(department=own)
    rows = lines_of([high.slug, "cap", 1, source(high)], [mine.slug, "cap", 1, source(mine)])
    lines = said(taken(Table.PROGRAMS, book(Programs=[["short name"]], terms=rows), official(own)))
    assert lines == [
        (2, "wrong", ["It belongs to a department that your post does not reach."]),
        (3, "changed", []),
    ]
    page = load_workbook(downloaded(Table.PROGRAMS, official(own)))["Terms of programs"]
    assert {row[0].value for row in page.iter_rows(min_row=2)} == {mine.slug}


def test_sources_of_one_term_agree() -> None:
    program, other = voucher(), ProgramFactory()
    imported = sent(
        [program.slug, "payers.city", "50%", source(program)],
        [program.slug, "payers.district", "50%", source(other)],
    )
    assert {" ".join(errors) for _n, _does, errors in said(imported)} == {
        "All rows of a term name the same source."
    }


def test_the_first_sheet_may_have_any_name_and_no_other() -> None:
    program = ProgramFactory()
    assert said(uploaded([["short name"], [program.slug]])) == [(2, "same", [])]
