"""What needs no database: the table of kinds, and keys made of words."""

import pytest

from programs.forms.builder import kind_table
from programs.forms.builder.keys import KEY, free, made_of
from programs.forms.kinds import KINDS
from programs.forms.models import Question
from tests.factories.forms import asked


def test_every_kind_can_be_added() -> None:
    assert set(kind_table.BY_KIND) == set(Question.Kind) == set(KINDS)


def test_limits_are_offered_where_the_kind_knows_them() -> None:
    known = {kind for kind, accepts in KINDS.items() if accepts.limits(asked(kind)) is not None}
    assert {about.kind for about in kind_table.TABLE if about.limits} == known


def test_part_is_no_amount_and_has_no_condition_of_its_own() -> None:
    fields = kind_table.knows("money", inside=True)
    assert not {"is_amount", "fact", "shown_when", "section"} & set(fields)
    assert "total" in fields


@pytest.mark.parametrize(
    ("texts", "key"),
    [
        (("Contact person", "联系人"), "contact_person"),
        (("", "联系人"), "lian_xi_ren"),
        (("", "2026年费用"), "q_2026_nian_fei_yong"),
        (("", "！？"), "part"),
        (("A very long question about nothing in particular",), "a_very_long_question_about_nothing"),
    ],
)
def test_key_is_made_of_the_words(texts: tuple[str, ...], key: str) -> None:
    assert made_of(*texts) == key
    assert KEY.fullmatch(key)


def test_taken_key_gets_a_number_within_its_length() -> None:
    assert free("a", {"a", "a_2"}) == "a_3"
    assert free("a" * 40, {"a" * 40}) == "a" * 38 + "_2"
