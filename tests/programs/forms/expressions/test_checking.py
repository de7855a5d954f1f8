import pytest

from programs.forms.expressions import Fault, Scope, parse, type_of
from programs.forms.expressions.functions import FUNCTIONS
from programs.forms.expressions.sorts import DATE, MONEY, NUMBER, TEXT, YES_NO, Sort, Type

UNITS = "Money and a number do not go together here. Write amounts with their unit: 20万元."
SCOPE = Scope(
    names={
        ("amount",): MONEY,
        ("staff",): NUMBER,
        ("name",): TEXT,
        ("day",): DATE,
        ("done",): YES_NO,
        ("kind",): Type(Sort.CHOICE, options=("firm", "university")),
        ("areas",): Type(Sort.CHOICE, many=True, options=("bio", "chip")),
        ("lines",): Type(Sort.ROWS),
        ("lines", "cost"): Type(Sort.MONEY, many=True),
    },
    facts={"revenue": MONEY, "founded_on": DATE},
    yearly=frozenset({"revenue"}),
    closed={("paper",): "Files are not read.", ("person",): "Name a part."},
    wholes=frozenset({("person",)}),
)


@pytest.mark.parametrize(
    ("typed", "type_"),
    [
        ("amount <= 0.5 * file.revenue[-2] and amount > 0", YES_NO),
        ("amount / file.revenue", NUMBER),
        ("-amount * 3% + 20万元", MONEY),
        ("sum(lines.cost)", MONEY),
        ("count(lines) + count(areas)", NUMBER),
        ("max(amount, round.cap)", MONEY),
        ("round(amount / 3, 2)", MONEY),
        ("years_between(file.founded_on, closing_day) >= 3", YES_NO),
        ('kind = "firm" or "bio" in areas', YES_NO),
        ('kind in ["firm", "university"] and not done', YES_NO),
        ("empty(person) or empty(lines.cost)", YES_NO),
        ("coalesce(amount, 0元)", MONEY),
        ('name != "x" and day < today', YES_NO),
    ],
)
def test_what_makes_sense_has_a_type(typed: str, type_: Type) -> None:
    assert type_of(parse(typed), SCOPE) == type_


@pytest.mark.parametrize(
    ("typed", "sentence", "at"),
    [
        ("amuont > 0", "There is no question “amuont” in this form.", 0),
        ("lines.price > 0", "The question “lines” has no part “price”.", 0),
        ("staff > 0 and paper", "Files are not read.", 14),
        ("file.profits > 0", "There is no fact “profits”.", 0),
        ("file.founded_on[-1] = today", "“founded_on” is not said by year: leave the brackets out.", 0),
        ("amount > 200000", UNITS, 0),
        ("amount + staff > 0", UNITS, 0),
        ("staff and done", "A condition is needed here, such as a comparison, not a number.", 0),
        ('kind = "company"', "“company” is not among the answers: firm, university.", 7),
        ('"fish" in areas', "“fish” is not among the answers: bio, chip.", 0),
        ("name < day", "a text and a date do not go together here.", 0),
        ('name < "b"', "Only numbers, money and dates can be less or more. Use = or !=.", 0),
        ("lines.cost > 0", "A list cannot be compared. Use sum(), count(), min(), max() or “in”.", 0),
        ("amount * amount", "Money cannot be multiplied by money.", 0),
        ("staff / amount", "A number cannot be divided by money.", 0),
        ("sum(amount)", "sum() takes a column of numbers or money here, not money.", 4),
        ("sum(lines.cost, 1)", "sum(): values given 2, needed 1.", 0),
        ("min()", "min(): values given 0, needed 1 or more.", 0),
        ("round(amount, 7)", "round() takes the number of decimal places, 0 to 6, here, not a number.", 14),
        ("empty(1)", "empty() takes a question here, not a number.", 6),
        ("exec(name)", f"There is no function exec(). There are: {', '.join(FUNCTIONS)}.", 0),
        ("2026-02-30 < today", "There is no day 2026-02-30.", 0),
        ("staff in kind", "A list is needed to the right of “in”, not a choice.", 9),
        ("done = 1", "yes or no and a number do not go together here.", 0),
    ],
)  # fmt: skip
def test_what_makes_none_is_refused_with_sentence_and_place(typed: str, sentence: str, at: int) -> None:
    with pytest.raises(Fault) as refused:
        type_of(parse(typed), SCOPE)
    assert (refused.value.sentence, refused.value.at) == (sentence, at)
