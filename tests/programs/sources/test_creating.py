import pytest
from django.db import connection
from django.utils import translation

from portal.api.problems import Refused
from programs.policies.models import Clause
from programs.sources.models import DraftClause
from programs.sources.services import creating, rows
from tests.factories.accounts import UserFactory
from tests.factories.policies import ClauseFactory
from tests.portal.inbox.processes import in_parallel
from tests.programs.sources.situations import add, ready

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    translation.activate("en")


def many():
    return ready(
        {"printed": "一", "heading": "总体", "text": ""},
        {"level": 2, "printed": "（一）", "heading": "思路", "text": "先听后做。"},
        {
            "level": 2,
            "printed": "（二）",
            "heading": "目标",
            "text": "三年80家。",
            "summary": "三年新增80家。",
        },
        {"printed": "二", "heading": "任务", "text": "派人进企业。"},
    )


def clauses(source):
    found = Clause.objects.filter(document=source.document).order_by("position")
    return [(c.position, c.number, c.printed, c.heading, c.text, c.parent and c.parent.number) for c in found]


def test_rows_become_clauses_with_their_parents():
    source = many()
    by = UserFactory()
    done = creating.create(source.pk, by)
    assert clauses(source) == [
        (1, "1", "一", "总体", "", None),
        (2, "1-1", "一、（一）", "思路", "先听后做。", "1"),
        (3, "1-2", "一、（二）", "目标", "三年80家。", "1"),
        (4, "2", "二", "任务", "派人进企业。", None),
    ]
    assert (done.counts["new"], done.without_summary) == (4, 3)
    source.refresh_from_db()
    assert source.created_by == by


def test_the_same_rows_again_change_nothing():
    source = many()
    creating.create(source.pk, UserFactory())
    before = clauses(source), set(Clause.objects.values_list("pk", flat=True))
    done = creating.create(source.pk, UserFactory())
    assert (clauses(source), set(Clause.objects.values_list("pk", flat=True))) == before
    assert done.counts == {"new": 0, "fill": 0, "change": 0, "same": 4}


def test_a_row_corrected_afterwards_changes_its_clause():
    source = many()
    creating.create(source.pk, UserFactory())
    row = source.rows.get(printed="二")
    rows.save(row.pk, row.revision, {"text": "派工程师进企业。", "heading": "主要任务"}, UserFactory())
    assert creating.plan(source).counts["change"] == 1
    creating.create(source.pk, UserFactory())
    assert clauses(source)[3][3:5] == ("主要任务", "派工程师进企业。")


def test_an_existing_clause_is_given_its_wording_and_keeps_its_own_words():
    source = many()
    mine = ClauseFactory(
        document=source.document, number="1-1", heading="自己的题", summary="自己的话。", text=""
    )
    other = ClauseFactory(document=source.document, number="9", position=2)
    found = creating.plan(source)
    assert found.counts["fill"] == 1
    assert found.others == [other]
    creating.create(source.pk, UserFactory())
    mine.refresh_from_db()
    assert (mine.text, mine.heading, mine.summary, mine.parent.number) == (
        "先听后做。", "自己的题", "自己的话。", "1",
    )  # fmt: skip
    assert [number for _position, number, *_rest in clauses(source)] == ["1", "1-1", "1-2", "2", "9"]
    assert creating.create(source.pk, UserFactory()).counts["same"] == 4
    mine.refresh_from_db()
    assert mine.heading == "自己的题"


def problems(*values):
    return [problem for _row, problem in creating.plan(ready(*values)).problems]


def test_numbers_twice_are_refused_and_nothing_is_written():
    source = ready({"number": "1"}, {"number": "1"})
    with pytest.raises(Refused, match="there twice"):
        creating.create(source.pk, UserFactory())
    assert not Clause.objects.exists()
    assert not source.rows.exclude(clause=None).exists()


def test_a_number_of_a_clause_no_row_gives_is_there_twice():
    source = many()
    creating.create(source.pk, UserFactory())
    rows.remove(source.rows.get(printed="二").pk, source.rows.get(printed="二").revision, UserFactory())
    add(source, level=1, printed="", number="1-2")
    assert "there twice" in creating.plan(source).problems[-1][1]


def test_a_row_without_heading_or_too_deep_is_a_problem():
    assert problems({"heading": ""}) == ["Give it a heading."]
    assert problems({}, {"level": 3}) == ["It is more than one level below the row before it."]
    assert problems({"level": 2}) == ["It is more than one level below the row before it."]
    assert problems({"number": "1 2"}) == [
        "The number in the address is made of letters, figures and hyphens, such as 5-1."
    ]


def test_a_clause_others_cite_keeps_its_number():
    source = many()
    creating.create(source.pk, UserFactory())
    source.rows.filter(printed="二").update(number="7")
    assert creating.plan(source).problems[0][1] == "Others cite this clause as 2: it keeps that number."


def test_a_level_changed_afterwards_keeps_the_number_and_changes_the_parent():
    source = many()
    creating.create(source.pk, UserFactory())
    row = source.rows.get(printed="（二）")
    rows.indent(row.pk, row.revision, -1, UserFactory())
    creating.create(source.pk, UserFactory())
    assert clauses(source)[2][1] == "1-2"
    assert clauses(source)[2][5] is None


def test_empty_and_removed_rows_are_left_out():
    source = ready({"printed": "一"}, {"heading": "", "text": ""}, {"removed": True})
    creating.create(source.pk, UserFactory())
    assert Clause.objects.count() == 1
    with pytest.raises(Refused, match="no row to write"):
        creating.create(ready().pk, UserFactory())


def test_a_clause_deleted_meanwhile_is_written_again():
    source = many()
    creating.create(source.pk, UserFactory())
    Clause.objects.get(number="2").delete()
    assert creating.create(source.pk, UserFactory()).counts["new"] == 1


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_two_people_pressing_at_once_write_each_clause_once():
    source, by = many(), UserFactory()

    def run():
        try:
            return creating.create(source.pk, by).counts["new"]
        finally:
            connection.close()

    assert sorted(in_parallel(run, run)) == [0, 4]
    assert Clause.objects.count() == 4
    assert not DraftClause.objects.filter(clause=None).exists()
