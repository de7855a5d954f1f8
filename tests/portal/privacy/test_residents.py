import pytest

from portal.privacy import residents


@pytest.mark.parametrize(
    ("number", "fault"),
    [  # the standard's own examples, and what is wrong with their neighbors
        ("11010519491231002X", ""),
        ("440524188001010014", ""),
        ("110105194912310021", "check"),
        ("11010519491332002X", "birthday"),
        ("110105194902300021", "birthday"),
        ("01010519491231002X", "shape"),
        ("1101051949123100", "shape"),
        ("11010519491231002Y", "shape"),
        ("", "shape"),
    ],
)
def test_a_number_is_judged_by_shape_birthday_and_check_digit(number, fault):
    assert residents.fault(number) == fault


def test_a_number_is_read_however_it_is_typed():
    assert residents.normalized(" １１０１０５ 19491231-002x ") == "11010519491231002X"


def test_the_mask_shows_three_and_four():
    assert residents.mask("310114199003071234") == "310***********1234"
    assert residents.mask("31011419900307") == "******"
