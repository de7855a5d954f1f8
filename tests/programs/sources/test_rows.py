import pytest
from django.db import connection
from django.utils import translation

from portal.api.problems import Refused
from programs.sources.models import DraftClause
from programs.sources.services import rows
from tests.factories.accounts import UserFactory
from tests.portal.inbox.processes import in_parallel
from tests.programs.sources.situations import add, ready, shape

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    translation.activate("en")


@pytest.fixture
def source():
    return ready(
        {"printed": "一", "text": "甲事。"}, {"level": 2, "printed": "（一）", "text": "甲一"},
        {"level": 2, "printed": "（二）", "text": "甲二。"}, {"printed": "二", "text": "乙事。"},
    )  # fmt: skip


@pytest.fixture
def by(db):
    return UserFactory(name="周怀瑾")


def at(source, position):
    return source.rows.get(position=position)


def test_a_saved_row_says_who_and_when_and_loses_its_doubt(source, by):
    row = add(source, doubt="gap")
    saved = rows.save(row.pk, 1, {"heading": "新题"}, by)
    assert (saved.heading, saved.revision, saved.changed_by, saved.doubt) == ("新题", 2, by, "")
    assert saved.changed_at


def test_saving_what_is_there_already_is_no_change(source, by):
    row = at(source, 1)
    assert rows.save(row.pk, 7, {"heading": row.heading, "text": row.text}, by).revision == 1


def test_the_second_person_is_told_and_nothing_is_overwritten(source, by):
    row = at(source, 1)
    rows.save(row.pk, 1, {"text": "先写的。"}, by)
    with pytest.raises(rows.RowChanged, match="周怀瑾") as told:
        rows.save(row.pk, 1, {"text": "后写的。"}, UserFactory())
    assert told.value.row.text == "先写的。"
    row.refresh_from_db()
    assert row.text == "先写的。"


@pytest.mark.parametrize("act", [rows.join, rows.remove, lambda *a: rows.move(*a[:2], 1, a[2]),
                                 lambda *a: rows.indent(*a[:2], -1, a[2]),
                                 lambda *a: rows.split(*a[:2], "a", "b", a[2])])  # fmt: skip
def test_every_change_starts_from_the_revision_seen(source, by, act):
    row = at(source, 2)
    rows.save(row.pk, 1, {"heading": "先写的"}, by)
    before = shape(source)
    with pytest.raises(rows.RowChanged):
        act(row.pk, 1, by)
    assert shape(source) == before


def test_a_row_whose_level_moved_with_its_parent_cannot_be_overwritten_unseen(source, by):
    part = at(source, 3)
    rows.indent(at(source, 2).pk, 1, -1, by)
    rows.indent(at(source, 3).pk, 1, -1, by)
    with pytest.raises(rows.RowChanged):
        rows.save(part.pk, 1, {"level": 2}, by)


def test_join_glues_a_broken_sentence_and_keeps_whole_ones_apart(source, by):
    rows.join(at(source, 3).pk, 1, by)
    assert shape(source)[1] == (2, "（一）", "甲一（二）第3件事\n甲二。")
    source.rows.filter(position=4).update(heading="", printed="")
    rows.join(at(source, 4).pk, 1, by)
    assert shape(source)[1][2] == "甲一（二）第3件事\n甲二。\n乙事。"


def test_a_joined_row_can_be_put_back(source, by):
    joined = at(source, 3)
    rows.join(joined.pk, 1, by)
    rows.put_back(joined.pk, 2, by)
    assert [printed for _level, printed, _text in shape(source)] == ["一", "（一）", "（二）", "二"]


def test_the_first_row_joins_nothing(source, by):
    with pytest.raises(Refused, match="no row before"):
        rows.join(at(source, 1).pk, 1, by)


def test_split_reads_the_mark_of_the_second_part(source, by):
    made = rows.split(at(source, 3).pk, 1, "甲二的前半。", "（三）另一件事。要在月底前做完。", by)
    assert (made.printed, made.heading) == ("（三）", "另一件事")
    assert [printed for _level, printed, _text in shape(source)] == ["一", "（一）", "（二）", "（三）", "二"]
    assert shape(source)[2:4] == [(2, "（二）", "甲二的前半。"), (2, "（三）", "另一件事。要在月底前做完。")]


def test_nothing_to_split_off_is_refused(source, by):
    with pytest.raises(Refused, match="three hyphens"):
        rows.split(at(source, 3).pk, 1, "甲二。", "  ", by)


def test_add_puts_a_row_behind_another_or_first_on_its_page(source, by):
    made = rows.add(source.pk, 1, at(source, 2).pk, by)
    assert (made.position, made.level, made.is_empty) == (3, 2, True)
    assert rows.add(source.pk, 1, None, by).position == 1
    assert rows.add(ready().pk, 1, None, by).position == 1
    assert [row.position for row in source.rows.order_by("position")] == [1, 2, 3, 4, 5, 6]


def test_move_changes_places_and_ends_at_the_ends(source, by):
    rows.move(at(source, 3).pk, 1, -1, by)
    assert [printed for _level, printed, _text in shape(source)] == ["一", "（二）", "（一）", "二"]
    with pytest.raises(Refused, match="at the end"):
        rows.move(at(source, 1).pk, 1, -1, by)


def test_indent_takes_the_parts_along_and_never_skips_a_level(source, by):
    with pytest.raises(Refused, match="one level below"):
        rows.indent(at(source, 2).pk, 1, 1, by)
    with pytest.raises(Refused, match="one level below"):
        rows.indent(at(source, 1).pk, 1, 1, by)
    add(source, level=2, printed="（一）")
    rows.indent(at(source, 4).pk, 1, 1, by)
    assert [level for level, _printed, _text in shape(source)] == [1, 2, 2, 2, 3]


def test_a_file_that_is_still_read_has_no_rows_to_change(source, by):
    source.state = "reading"
    source.save()
    with pytest.raises(Refused, match="still being read"):
        rows.save(at(source, 1).pk, 1, {"heading": "x"}, by)


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_one_is_told():
    source = ready({"printed": "一"})
    row, people = source.rows.get(), [UserFactory(), UserFactory()]

    def save(person):
        def run():
            try:
                return rows.save(row.pk, 1, {"heading": f"题{person.pk}"}, person)
            except rows.RowChanged as told:
                return told
            finally:
                connection.close()

        return run

    results = in_parallel(*(save(person) for person in people))
    assert sorted(type(result).__name__ for result in results) == ["DraftClause", "RowChanged"]
    assert DraftClause.objects.get().revision == 2


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_two_rows_added_at_once_have_places_of_their_own():
    source = ready({"printed": "一"}, {"printed": "二"})
    row, by = source.rows.first(), UserFactory()

    def run():
        try:
            return rows.add(source.pk, 1, row.pk, by)
        finally:
            connection.close()

    in_parallel(run, run)
    assert [row.position for row in source.rows.order_by("position")] == [1, 2, 3, 4]
