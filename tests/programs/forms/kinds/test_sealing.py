"""Numbers in the parts of answers: kept encrypted, and known again by their masks."""

from typing import Any

import pytest

from portal.privacy import numbers
from programs.forms.screens import Question
from programs.forms.validator import keep, problems, public, recognize, secrets
from tests.factories.forms import asked, version_of

pytestmark = pytest.mark.django_db
ONE, OTHER = "11010519491231002X", "110105194912310038"
TEAM = asked("team", parts=(Question("name", "short_text", "姓名"), Question("card", "id_number", "证件")))
VERSION = version_of(TEAM)


def kept(saved: Any, *rows: tuple[str, str]) -> list[dict[str, str]]:
    answers = {"it": [{"name": name, "card": card} for name, card in rows]}
    return list(keep(VERSION, {"it": saved}, answers)["it"])


def cards(rows: list[dict[str, str]]) -> list[str]:
    return [row["card"] for row in rows]


def test_nothing_stays_readable() -> None:
    rows = kept(None, ("王", ONE), ("李", "not a number"))
    assert all(numbers.is_kept(card) for card in cards(rows))
    assert cards(public(VERSION, {"it": rows})["it"]) == ["110***********002X", ""]
    assert [problem.key for problem in problems(VERSION, {"it": rows}, {})] == ["it.1.card"]
    assert [(s.path, s.consent) for s in secrets(VERSION, {"it": rows})] == [
        ("it.0.card", True),
        ("it.1.card", True),
    ]


def test_masks_and_numbers_mean_what_is_kept_wherever_their_row_is() -> None:
    saved = kept(None, ("王", ONE), ("李", OTHER))
    one, other = cards(saved)
    moved = kept(saved, ("李", numbers.public(other)), ("新", "110105199001011234"), ("王", ONE))
    assert (moved[0]["card"], moved[2]["card"]) == (other, one)
    assert recognize(VERSION, {"it": saved}, {"it": [{"name": "王二", "card": numbers.public(one)}]})[
        "it"
    ] == [{"name": "王二", "card": one}]


def test_same_mask_twice_goes_by_the_rest_of_the_row() -> None:
    first, second = "11010519491231002X", "11022819491231002X"
    saved = kept(None, ("王", first), ("李", second))
    assert numbers.public(saved[0]["card"]) == numbers.public(saved[1]["card"])
    mask = numbers.public(saved[0]["card"])
    assert cards(kept(saved, ("李", mask), ("王", mask))) == [saved[1]["card"], saved[0]["card"]]


def test_kept_form_of_another_application_is_no_number() -> None:
    foreign = kept(None, ("王", ONE))[0]["card"]
    [row] = kept([{"name": "李", "card": numbers.seal(OTHER)}], ("李", foreign))
    assert row["card"] != foreign
    assert numbers.fault(row["card"]) == "shape"


def test_number_of_an_account_is_sealed_with_its_own_mask() -> None:
    version = version_of(asked("bank_account"))
    account = {"holder": "云杉", "bank": "演示银行", "number": "1001 2345-6789 0123"}
    answers = keep(version, {}, {"it": account})
    assert public(version, answers)["it"]["number"] == "********0123"
    assert problems(version, answers, {}) == []
    assert [secret.consent for secret in secrets(version, answers)] == [False]
    again = keep(version, answers, {"it": account | {"number": "********0123", "bank": "他行"}})
    assert again["it"]["number"] == answers["it"]["number"]
    bad = keep(version, {}, {"it": account | {"number": "12"}})
    assert [problem.key for problem in problems(version, bad, {})] == ["it.number"]
