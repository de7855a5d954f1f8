"""What the firms of the demonstration say of themselves: plausible, and not all of it known."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.facts.keeping import keep
from portal.facts.models import CreditRecord, Origin, Qualification, Right, Shareholder
from portal.facts.models.lists import Listed
from portal.facts.stating import enter_many, state, verify
from portal.facts.values import Key
from portal.organizations.models import Organization
from portal.organizations.services.registration import FACTS

YEAR = timedelta(days=365)
YEARS = 3
HUNDRED = Decimal("1e2")  # as people round their figures
OWN = Origin.ORGANIZATION
KINDS = Qualification.Kind
RECOGNIZED = (
    (KINDS.HITECH, 3),
    (KINDS.ST_SME, 2),
    (KINDS.SPECIALIZED, 8),
    (KINDS.TENANT, 6),
)  # every so many
RECORDS = {13: CreditRecord.Kind.ABNORMAL, 37: CreditRecord.Kind.ENVIRONMENT, 46: CreditRecord.Kind.ABNORMAL}


def fill_in(owner: Capacity, number: int, official: Capacity) -> None:
    """The file of one firm, by its owner; an official verifies some and enters what stands against it."""
    if number % 11 == 0:
        return  # has not got around to it
    random, today = Random(number), timezone.localdate()  # noqa: S311  # the same file every time, no secrets
    firm: Organization = owner.organization
    keep(firm, FACTS, by=owner, since=firm.founded_on, origin=OWN, source="")
    state(firm.pk, dict(scalars(firm, number, random)), since=firm.founded_on, origin=OWN, by=owner)
    values = dict(days(firm, number, random, today)) | dict(figures(number, random, today))
    state(firm.pk, values, origin=OWN, by=owner)
    held = enter_many(lines(firm, number, random, today), owner)
    if number % 4 == 0:
        for row in held[:2]:
            verify(row, official)
    if kind := RECORDS.get(number):
        record = CreditRecord(
            organization=firm, kind=kind, holds_from=today - YEAR, origin=Origin.OFFICIAL, note="虚构的记录"
        )
        enter_many([record], official)


def scalars(firm: Organization, number: int, random: Random) -> Iterator[tuple[Key, Any]]:
    """Legal form, capital, controller: since the founding."""
    yield ("legal_form", None), "stock" if number % 9 == 0 else "limited"
    yield ("registered_capital", None), Decimal(random.choice([100, 300, 500, 1000, 2000, 5000])) * 10_000
    yield ("actual_controller", None), firm.legal_representative


def days(firm: Organization, number: int, random: Random, today: date) -> Iterator[tuple[Key, Any]]:
    """Since when it is in the district; two in three say that their lists are complete."""
    if number % 5:
        yield ("in_district_since", None), firm.founded_on if number % 3 else today - YEAR
    if number % 3:
        for name in ("rights", "qualifications", "shareholders"):
            yield (f"{name}_listed_on", None), today - timedelta(days=random.randint(5, 90))
    if number % 4:
        yield ("credit_listed_on", None), today - timedelta(days=random.randint(5, 90))


def figures(number: int, random: Random, today: date) -> Iterator[tuple[Key, Any]]:
    """Three years that grow or shrink; some leave out last year, some their research."""
    revenue, staff = Decimal(random.randint(150, 9000)) * 10_000, random.randint(8, 260)
    intensity, growth = Decimal(random.randint(15, 140)) / 1000, Decimal(random.randint(-8, 35)) / 100
    for year in range(today.year - YEARS, today.year):
        if number % 7 == 0 and year == today.year - 1:
            continue
        yield from of_year(year, revenue, staff, intensity if number % 5 else None)
        revenue = (revenue * (1 + growth)).quantize(HUNDRED)
        staff = max(3, int(staff * (1 + growth / 2)))


def of_year(year: int, revenue: Decimal, staff: int, intensity: Decimal | None) -> Iterator[tuple[Key, Any]]:
    """A year's figures, consistent with one another."""
    yield ("revenue", year), revenue.quantize(HUNDRED)
    yield ("total_cost", year), (revenue * Decimal("0.91")).quantize(HUNDRED)
    yield ("profit", year), (revenue * Decimal("0.08")).quantize(HUNDRED)
    yield ("total_assets", year), (revenue * Decimal("1.4")).quantize(HUNDRED)
    yield ("net_assets", year), (revenue * Decimal("0.8")).quantize(HUNDRED)
    yield ("staff", year), staff
    if intensity is not None:
        yield ("rd_expense", year), (revenue * intensity).quantize(HUNDRED)
        yield ("rd_domestic", year), (revenue * intensity * Decimal("0.95")).quantize(HUNDRED)
        yield ("hitech_income", year), (revenue * Decimal("0.68")).quantize(HUNDRED)
        yield ("st_staff", year), staff * 2 // 5


def lines(firm: Organization, number: int, random: Random, today: date) -> Iterator[Listed]:
    """Qualifications, rights, shareholders."""
    founded = firm.founded_on or today
    held = [kind for kind, every in RECOGNIZED if number % every == 0]
    for kind in held:
        begun = max(founded, today - timedelta(days=random.randint(60, 900)))
        yield Qualification(
            organization=firm, kind=kind, holds_from=begun, holds_to=begun + 3 * YEAR, origin=OWN,
            number=f"DEMO{number:03d}{kind.value[:2].upper()}", issuer="上海市示范部门（虚构）",
        )  # fmt: skip
    for index in range(number % 4):
        granted = max(founded, today - YEAR * (index + 1))
        category = (Right.Category.INVENTION, Right.Category.SOFTWARE, Right.Category.UTILITY)[index]
        yield Right(
            organization=firm, category=category, number=f"DEMO{number:03d}.{index}", origin=OWN,
            title=f"一种虚构的装置（{index + 1}）", holds_from=granted,
        )  # fmt: skip
    yield Shareholder(
        organization=firm, name=firm.legal_representative, share=Decimal(60), holds_from=founded,
        origin=OWN,
    )  # fmt: skip
    yield Shareholder(
        organization=firm, name="示范创业投资合伙企业（虚构）", share=Decimal(40), holds_from=founded,
        origin=OWN,
    )  # fmt: skip
