"""What follows from stated facts: small named functions, each with its source. `offset`: the year whose
figures count, from the reference year; -1 is the last year."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache

from portal.facts.models import Right
from programs.eligibility.checks import AnyOf, Check, Compare, compare
from programs.eligibility.lists import Rights
from programs.eligibility.measures import Counted, Plain, Ratio
from programs.eligibility.sme_classes import size_class
from programs.eligibility.terms import (
    UNKNOWN,
    Arithmetic,
    Constant,
    Days,
    Else,
    Pick,
    Positive,
    Term,
    YearOf,
    Years,
    pick,
    product,
    stated,
    total,
)

CLASS_TWO = tuple(kind for kind in Right.Category.values if kind not in Right.CLASS_ONE)
YEARS = 3  # the guidelines of 2016 look back at three financial years


@cache
def age_days(offset: int | None = None) -> Plain:
    """Calendar days since it was founded; 工作指引 国科发火〔2016〕195号 asks for 365 of them."""
    return Plain(Days(stated("founded_on")))


@cache
def age_years(offset: int | None = None) -> Plain:
    """Full years since it was founded, counted from day to day."""
    return Plain(Years(stated("founded_on")))


@cache
def years_in_district(offset: int | None = None) -> Plain:
    """Full years since it is registered in its district; 静安区 asks for an undertaking of five more."""
    return Plain(Years(stated("in_district_since")))


@cache
def sme_class(offset: int) -> Plain:
    """Large, medium, small or micro: 工信部联企业〔2011〕300号, article 4, by the figures of the year."""
    return Plain(size_class(offset))


@cache
def rd_intensity(offset: int) -> Ratio:
    """R&D expense of the year in percent of its revenue."""
    return Ratio(stated("rd_expense", offset), stated("revenue", offset))


@cache
def rd_to_cost(offset: int) -> Ratio:
    """R&D expense of the year in percent of total cost: the other reading of 国科发政〔2017〕115号."""
    return Ratio(stated("rd_expense", offset), stated("total_cost", offset))


@cache
def st_staff_share(offset: int) -> Ratio:
    """Science and technology staff in percent of all staff: 国科发火〔2016〕32号 article 11 (4), 115号."""
    return Ratio(stated("st_staff", offset), stated("staff", offset), heads=True)


@cache
def hitech_income_share(offset: int) -> Ratio:
    """Hi-tech income of the year in percent of its revenue: 国科发火〔2016〕32号 article 11 (6)."""
    return Ratio(stated("hitech_income", offset), stated("revenue", offset))


def _or_zero_before_founding(key: str, offset: int) -> Term:
    """The figure of a year; 0 where it is not stated for a year before the one of founding: 195号 counts the
    actual years of a firm younger than three."""
    before = compare(YearOf(stated("founded_on")), ">", offset)
    return Else(stated(key, offset), Pick(before, Constant(Decimal(0)), UNKNOWN))


def _three_years(key: str, offset: int) -> Term:
    return total(*(_or_zero_before_founding(key, year) for year in range(offset - YEARS + 1, offset + 1)))


@cache
def rd_ratio_3y(offset: int) -> Ratio:
    """R&D expense of three years in percent of their revenue: 国科发火〔2016〕32号 article 11 (5). The
    standard asks for 5, 4 or 3 percent by the revenue of the last of them."""
    return Ratio(_three_years("rd_expense", offset), _three_years("revenue", offset))


@cache
def rd_domestic_share(offset: int) -> Ratio:
    """R&D expense in mainland China in percent of all, over three years: 32号 article 11 (5)."""
    return Ratio(_three_years("rd_domestic", offset), _three_years("rd_expense", offset))


@cache
def rights_class_one(offset: int | None = None) -> Counted:
    """Rights of class I in force: 115号, annex."""
    return Counted(Rights(Right.CLASS_ONE), "rights_listed_on")


@cache
def invention_patents(offset: int | None = None) -> Counted:
    """Invention patents in force; 静安区 funds above all those that have been granted (四、（三）4)."""
    return Counted(Rights(("invention",)), "rights_listed_on")


@cache
def rights_class_two(offset: int | None = None) -> Counted:
    """Rights of class II in force, trademarks not counted: 115号, annex."""
    return Counted(Rights(CLASS_TWO), "rights_listed_on")


def tiers(compared: Callable[[str, Decimal], Check], steps: tuple[tuple[int, int], ...]) -> Term:
    """Points by the highest step reached, each at least so much; else 0."""
    cases = [(compared(">=", Decimal(bound)), Constant(points)) for bound, points in steps]
    return pick(*cases, otherwise=Constant(0))


def _better(left: Term, right: Term, most: int) -> Term:
    """The higher of two; one at the most that there is settles it, even where the other is unknown."""
    settled = AnyOf((compare(left, ">=", most), compare(right, ">=", most)))
    return pick((settled, Constant(most)), (Compare(left, ">=", right), left), otherwise=right)


@cache
def st_sme_score(offset: int) -> Plain:
    """The score of 科技型中小企业评价办法, 国科发政〔2017〕115号: staff (20), the better of the two
    readings of R&D (50), achievements (30)."""
    staff = tiers(st_staff_share(offset).compared, ((30, 20), (25, 16), (20, 12), (15, 8), (10, 4)))
    by_revenue = tiers(rd_intensity(offset).compared, ((6, 50), (5, 40), (4, 30), (3, 20), (2, 10)))
    by_cost = tiers(rd_to_cost(offset).compared, ((30, 50), (25, 40), (20, 30), (15, 20), (10, 10)))
    achieved = pick(
        (rights_class_one().compared(">=", 1), Constant(30)),
        otherwise=tiers(rights_class_two().compared, ((4, 24), (3, 18), (2, 12), (1, 6))),
    )
    return Plain(total(staff, _better(by_revenue, by_cost, 50), achieved))


def _growth(key: str, offset: int) -> Ratio:
    """½ × (y2 ÷ y1 + y3 ÷ y2) − 1 in percent, over one denominator: (y2² + y1·y3 − 2·y1·y2) ÷ 2·y1·y2."""
    y1, y2, y3 = (stated(key, offset - YEARS + 1 + step) for step in range(YEARS))
    twice = product(Constant(Decimal(2)), y1, y2)
    gain = Arithmetic("-", total(product(y2, y2), product(y1, y3)), twice)
    return Ratio(gain, product(Constant(Decimal(2)), Positive(y1), Positive(y2)))


def _later_growth(key: str, offset: int) -> Ratio:
    """y3 ÷ y2 − 1 in percent, where the first year has nothing to grow from."""
    y2, y3 = stated(key, offset - 1), stated(key, offset)
    return Ratio(Arithmetic("-", y3, y2), Positive(y2))


GROWTH = ((35, 9), (25, 7), (15, 5), (5, 3))  # of each band the lower of its two points


def _growth_points(key: str, offset: int) -> Term:
    """Points of one growth. Nothing in the second year: 0; nothing in the first: the later two count."""

    def points(growth: Ratio) -> Term:
        small = pick((growth.compared(">", Decimal(0)), Constant(1)), otherwise=Constant(0))
        cases = [(growth.compared(">=", Decimal(bound)), Constant(score)) for bound, score in GROWTH]
        return pick(*cases, otherwise=small)

    second, first = stated(key, offset - 1), stated(key, offset - 2)
    return pick(
        (compare(second, "<=", Decimal(0)), Constant(0)),
        (compare(first, "<=", Decimal(0)), points(_later_growth(key, offset))),
        otherwise=points(_growth(key, offset)),
    )


@cache
def growth_score(offset: int) -> Plain:
    """Points of 20 that the growth of net assets and of revenue earn at least: 国科发火〔2016〕195号. A
    band gives two neighboring points of which the experts choose; the lower is counted."""
    return Plain(total(_growth_points("net_assets", offset), _growth_points("revenue", offset)))
