"""Typed terms: what each type takes, keeps and says."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from programs.catalog.models import Program
from programs.catalog.terms import vocabulary
from programs.catalog.terms.base import ValueType, Wrong
from programs.catalog.terms.checking import clean_terms
from programs.catalog.terms.declaration import TERMS
from programs.catalog.terms.numbers import Count, Days, Money, Months, Percent, Range, Years
from programs.catalog.terms.picks import Choice, Choices, YesNo
from programs.catalog.terms.splits import Shares, Tiers
from programs.policies.kinds import ASKED_FOR
from tests.factories.catalog import ProgramFactory
from tests.factories.policies import ClauseFactory

TIERS = [{"over": 0, "up_to": 10000, "rate": 100}, {"over": 10000, "up_to": None, "rate": 50}]
PAYERS = Shares(vocabulary.PAYERS)
THIRDS = [{"payer": "providers_district", "share": "1/3"}, {"payer": "buyers_district", "share": "2/3"}]

# type, a value as written, as kept, in Chinese, in English
TAKEN: list[tuple[ValueType, Any, Any, str, str]] = [
    (Money(), 200_000, "200000.00", "20万元", "CNY 200,000"),
    (Money(), "1,000.5", "1000.50", "1,000.5元", "CNY 1,000.5"),
    (Money(), 10**9, "1000000000.00", "10亿元", "CNY 1,000,000,000"),
    (Percent(), 33.33, "33.33", "33.33%", "33.33%"),
    (Percent(), "50%", "50", "50%", "50%"),
    (Count(), 12000, 12000, "12,000", "12,000"),
    (Months(), 3, 3, "3个月", "3 months"),
    (Days(), 1, 1, "1天", "1 day"),
    (Years(), 3, 3, "3年", "3 years"),
    (YesNo(), True, True, "是", "Yes"),
    (Choice(vocabulary.REDEEMERS), "provider", "provider", "服务机构", "The service provider"),
    (
        Choices(vocabulary.COSTS), ["travel", "stand"], ["stand", "travel"], "展位、差旅",
        "Stand at a fair, Travel",
    ),
    (
        Range(Money()), {"from": 1000, "to": 10000}, {"from": "1000.00", "to": "10000.00"}, "0.1–1万元",
        "CNY 1,000–10,000",
    ),
    (
        PAYERS, THIRDS, [THIRDS[1], THIRDS[0]], "购买方所在区2/3、服务方所在区1/3",
        "the buyer's district 2/3, the provider's district 1/3",
    ),
    (
        PAYERS, [{"payer": "city", "share": 40}, {"payer": "firm", "share": "60%"}],
        [{"payer": "city", "share": "2/5"}, {"payer": "firm", "share": "3/5"}], "市40%、企业60%",
        "the city 40%, the firm 60%",
    ),
    (
        Tiers(), TIERS,
        [{"over": "0.00", "up_to": "10000.00", "rate": "100"},
         {"over": "10000.00", "up_to": None, "rate": "50"}],
        "1万元以内全额；超出部分50%", "the first CNY 10,000 in full; above that 50%",
    ),
]  # fmt: skip

REFUSED: list[tuple[ValueType, Any, str]] = [
    (Money(), -1, "Give an amount in yuan, zero or more, with at most two places."),
    (Money(), "1.005", "Give an amount in yuan, zero or more, with at most two places."),
    (Money(), "a lot", "“a lot” is not a number."),
    (Money(), "NaN", "“NaN” is not a number."),
    (Money(), True, "Give a number."),
    (Percent(), 101, "Give a percentage from 0 to 100, with at most two places."),
    (Count(), 1.5, "Give a whole number of 0 or more."),
    (Months(), 0, "Give a whole number of 1 or more."),
    (YesNo(), "yes", "Say yes or no (true or false)."),
    (Choice(vocabulary.AGREEMENTS), "four", "“four” is not known here. Use one of: two_party, three_party."),
    (Choices(vocabulary.COSTS), [], "Give a list with at least one entry."),
    (Range(Money()), {"from": 5, "to": 5}, "A range goes from the smaller number to the larger one."),
    (Range(Money()), 5, "Give both ends: from and to."),
    (PAYERS, [{"payer": "city", "share": 50}], "The shares have to make a whole: 100% together."),
    (PAYERS, [{"payer": "moon", "share": 100}], "“moon” is not known here."),
    (PAYERS, [{"payer": "city", "share": 50}] * 2, "Somebody stands twice in the list of shares."),
    (PAYERS, [{"payer": "city", "share": "1/0"}], "“1/0” is not a share."),
    (Tiers(), [{**TIERS[0], "over": 5}], "The first tier starts at 0 yuan."),
    (Tiers(), [TIERS[0], {**TIERS[1], "over": 20000}], "Each tier starts where the one before it ends"),
    (Tiers(), [TIERS[1] | {"over": 0}, TIERS[1]], "Each tier starts where the one before it ends"),
    (Tiers(), [{**TIERS[0], "up_to": 0}], "A tier ends above the amount at which it starts."),
    (Tiers(), 50, "Give a list of tiers, each with over, up_to and rate."),
]


@pytest.mark.parametrize(("kind", "raw", "kept", "chinese", "english"), TAKEN)
def test_value_is_kept_canonical_and_said_in_words(
    kind: ValueType, raw: Any, kept: Any, chinese: str, english: str
) -> None:
    assert kind.clean(raw) == kept
    assert kind.clean(kept) == kept
    assert kind.clean(kind.read(kind.typed(kept))) == kept
    for language, words in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert kind.words(kept) == words


@pytest.mark.parametrize(("kind", "raw", "sentence"), REFUSED)
def test_value_is_refused_with_a_sentence(kind: ValueType, raw: Any, sentence: str) -> None:
    with translation.override("en"), pytest.raises(Wrong) as fault:
        kind.clean(raw)
    assert str(fault.value).startswith(sentence)


def test_every_kind_one_can_ask_for_has_terms_of_its_own() -> None:
    assert list(TERMS) == ASKED_FOR
    keys = [{term.key for term in terms} for terms in TERMS.values()]
    assert not [(one, other) for one in keys for other in keys if one is not other and one <= other]


def test_terms_of_another_kind_are_refused() -> None:
    with translation.override("en"), pytest.raises(ValidationError) as fault:
        clean_terms("award", {"rate": {"value": 50, "source": "a#1"}})
    assert fault.value.messages == [
        "Awards have no term “rate”. They have: cycle, prizes, amount, nominated_by, for."
    ]


@pytest.mark.parametrize("stated", [5, {"value": 5}, {"value": 5, "source": "a#1", "note": ""}])
def test_terms_need_a_value_and_a_source(stated: Any) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match="A term has a value and a source"):
        clean_terms("award", {"prizes": stated})


@pytest.mark.django_db
def test_program_refuses_a_source_that_is_not_there() -> None:
    program = ProgramFactory()
    program.terms = {"cap": {"value": 5, "source": "paper#1"}}
    with translation.override("en"), pytest.raises(ValidationError, match="There is no clause “paper#1”"):
        program.clean()
    ClauseFactory(document__slug="paper", number="1")
    program.clean()


@pytest.mark.django_db
def test_only_canonical_terms_reach_the_database() -> None:
    program = ProgramFactory()
    program.terms = {"rate": {"value": "50 %".replace(" ", ""), "source": "a#1"}}
    program.save()
    assert Program.objects.get(pk=program.pk).terms == {"rate": {"value": "50", "source": "a#1"}}
    program.terms = {"rate": 50}
    with pytest.raises(ValidationError):
        program.save()
