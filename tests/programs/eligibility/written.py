"""Hypothesis strategies: tests in the canonical language, near the values of the world."""

from typing import Any

from hypothesis import strategies as st

from programs.eligibility.standards import STANDARDS
from programs.eligibility.vocabulary import ALL, OPERATORS, Kind, Shape, Testable
from tests.programs.eligibility.world import AMOUNTS, DAYS, HEADS, LOSSES

PERCENTS = ("0", "0.0001", "3", "9", "10", "33.3333", "33.3334", "60", "100", "300", "-100")
NUMBERS: dict[Kind, tuple[Any, ...]] = {
    Kind.MONEY: tuple(f"{amount:f}" for amount in AMOUNTS[:-1] + LOSSES),
    Kind.COUNT: HEADS,
    Kind.PERCENT: PERCENTS,
    Kind.POINTS: (0, 1, 5, 8, 9, 10, 18, 30, 50, 54, 60, 74, 100),
    Kind.YEARS: (-1, 0, 1, 2, 3),
    Kind.DAYS: (-1, 0, 1, 364, 365, 366),
    Kind.DATE: tuple(day.isoformat() for day in DAYS),
}
SPANS = ({"years": 1}, {"years": 0}, {"months": 1}, {"months": 12}, {"days": 365}, {"days": 0}, {"days": 1})
REGIONS = ("310114", "310000", "310100", "330000", "220500")
INDUSTRIES = ("C", "39", "65", "I", "59", "70", "K", "G", "A", "01")


def some(values: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(tuple(values)), min_size=1, max_size=3, unique=True)


def value(testable: Testable, shape: Shape) -> st.SearchStrategy[Any]:
    """What may stand beside an operator."""
    kinds = testable.choices.values if testable.choices else ()
    one: st.SearchStrategy[Any] = st.sampled_from(kinds or NUMBERS.get(testable.kind, (0,)))
    years = st.integers(0, 3)
    match shape:
        case Shape.ONE:
            return one
        case Shape.RANGE:
            order = float if testable.kind is not Kind.DATE else str
            return st.lists(one, min_size=2, max_size=2).map(lambda ends: sorted(ends, key=order))
        case Shape.MANY:
            return some(INDUSTRIES if testable.kind is Kind.INDUSTRY else kinds)
        case Shape.SPAN:
            return st.sampled_from(SPANS)
        case Shape.REGIONS:
            return some(REGIONS)
        case Shape.KINDS:
            return some(kinds) | st.fixed_dictionaries({"kinds": some(kinds), "years": years})
        case Shape.RECORDS:
            return st.fixed_dictionaries({"kinds": some(kinds)}, optional={"years": years})
        case Shape.NONE:
            return st.none()


LONG = ("sme_class", "st_sme_score", "growth_score", "rd_ratio_3y", "rd_domestic_share")  # in SQL
LISTS = tuple(testable for testable in ALL if testable.kind in (Kind.QUALIFICATION, Kind.CREDIT))
LIGHT = (*(testable for testable in ALL if testable.key not in LONG), *LISTS, *LISTS)


@st.composite
def leaves(draw: st.DrawFn, testables: tuple[Testable, ...] = ALL) -> dict[str, Any]:
    """One question about any fact by any operator that it allows."""
    testable = draw(st.sampled_from(testables))
    operator = OPERATORS[draw(st.sampled_from(testable.operators))]
    test = {"fact": testable.key, "op": operator.key, "value": draw(value(testable, operator.shape))}
    if testable.yearly:
        test["year"] = draw(st.integers(-3, 0))
    if testable.named:
        test["of"] = draw(st.sampled_from(("vouchers", "loan", "district", "nobody")))
    return test


STANDARD = st.sampled_from(tuple(STANDARDS)).map(lambda key: {"standard": key})


def grouped(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    inside = st.lists(inner, min_size=1, max_size=3)
    counted = inside.flatmap(
        lambda tests: st.integers(1, len(tests)).map(lambda count: {"at_least": count, "of": tests})
    )
    return (
        inside.map(lambda tests: {"all": tests})
        | inside.map(lambda tests: {"any": tests})
        | counted
        | st.fixed_dictionaries({"test": inner, "unless": inner})
    )


LEAVES = leaves(LIGHT)
GROUPS = grouped(LEAVES) | grouped(grouped(LEAVES))
TESTS = leaves() | STANDARD | grouped(leaves() | LEAVES)
