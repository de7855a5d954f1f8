"""What must not stand in a notice. No database."""

import pytest

from applications.notices.disclosure import personal

NUMBER = "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"负责人身份证{NUMBER}。", False),
        (f"负责人身份证{NUMBER.lower()}", False),
        ("电话13812345678", False),
        ("账号6222021234567890123", False),
        ("邮箱 lin@firm01.example", False),
        ("统一社会信用代码91310114MA1GXXXXXX，2026年第12号", True),
        ("电话021-69989888", True),
        ("编号KC-2026-0001，金额850000.00元", True),
    ],
)
def test_personal_data_is_found(text: str, clean: bool) -> None:
    assert (list(personal("说明", text, office=False)) == []) is clean


def test_line_of_an_office_may_hold_its_telephone_and_mail() -> None:
    assert list(personal("受理部门", "13812345678，kw@city.example", office=True)) == []
    assert list(personal("受理部门", NUMBER, office=True)) != []
