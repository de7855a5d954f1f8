"""Organizations with random files, full of values at the bounds of tests and of facts that nobody stated."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from portal.facts.definitions import FIGURES
from portal.facts.models import CreditRecord, Origin, Qualification, Right, SupportReceived
from portal.facts.stating import Saying, add
from portal.organizations.models import Organization
from tests.factories.organizations import OrganizationFactory

TODAY = timezone.localdate()
DAYS = (
    TODAY,
    TODAY - timedelta(days=1),
    TODAY - timedelta(days=365),
    date(2023, 12, 31),
    date(2024, 1, 1),
    date(2024, 2, 29),
    date(2025, 2, 28),
    date(2025, 3, 1),
    date(2026, 1, 1),
)
YEARS = (2022, 2023, 2024, 2025, 2026)
BOUNDS = (0, 1, 3, 9, 100, 300, 500_000, 3_000_000, 20_000_000, 50_000_000, 200_000_000, 400_000_000)
ODD = ("0.01", "33333333.33", "99999999.99", "50000000.01", "9999999999999999.99")
AMOUNTS = (*map(Decimal, BOUNDS), *map(Decimal, ODD))
LOSSES = (Decimal("-0.01"), Decimal("-3000000"))
HEADS = (0, 1, 3, 5, 9, 10, 19, 20, 30, 100, 299, 300, 500, 1_000, 2_147_483_647)
CHOSEN: dict[str, tuple[Any, ...]] = {
    "kind": ("firm", "university", "other"),
    "registered_region": ("310114", "310106", "330106", "310000"),
    "tax_region": ("310114", "310106", "220503"),
    "founded_on": DAYS,
    "industry": ("01", "39", "C", "47", "51", "53", "59", "65", "66", "70", "K", "G", "73"),
    "legal_form": ("limited", "stock"),
    "registered_capital": AMOUNTS,
    "in_district_since": DAYS,
    "rights_listed_on": DAYS,
    "qualifications_listed_on": DAYS,
    "credit_listed_on": DAYS,
}


def figure(random: Random, key: str) -> Any:
    """A value at a bound."""
    if key in ("staff", "st_staff"):
        return random.choice(HEADS)
    return random.choice(AMOUNTS + LOSSES if key in ("profit", "net_assets") else AMOUNTS)


def organizations(seed: int, count: int) -> list[Organization]:
    """So many, whose files changed over the years."""
    random = Random(seed)
    found = [OrganizationFactory() for _number in range(count)]
    for step, since in enumerate(random.sample(DAYS, 3)):
        at = timezone.now() - timedelta(days=3 - step)  # later said is not later begun
        saying = Saying(Origin.OFFICIAL, None, "", since, at)
        add({organization.pk: facts(random, step) for organization in found}, saying)
    refresh(found)
    for organization in found:
        lists(random, organization)
    return found


def facts(random: Random, step: int) -> dict[Any, Any]:
    """Some facts; a later step may take one back."""
    missing = (None,) if step else ()
    values: dict[Any, Any] = {
        (key, None): random.choice(pool + missing) for key, pool in CHOSEN.items() if random.random() < 0.6
    }
    for year in YEARS:
        values |= {(key, year): figure(random, key) for key in FIGURES if random.random() < 0.5}
    return values


def refresh(found: list[Organization]) -> None:
    """What holds today, as the clock would have it: statements were made as of other days."""
    from portal.facts.current import bring_up_to_date
    from portal.facts.models import Statement

    pks = [organization.pk for organization in found]
    keys = Statement.objects.filter(organization__in=pks).values_list("key", "year")
    bring_up_to_date(pks, set(keys), TODAY)


def lists(random: Random, organization: Organization) -> None:
    """Some lines of each list, some of them taken back or over."""
    for number in range(3):
        if random.random() < 0.5:
            Right.objects.create(
                **line(random, organization), category=random.choice(Right.Category.values), number=number
            )
        if random.random() < 0.5:
            kind = random.choice(("hitech", "st_sme", "national_award", "standard"))
            row = line(random, organization)
            Qualification.objects.update_or_create(
                organization=organization, kind=kind, holds_from=row.pop("holds_from"), defaults=row
            )
        if random.random() < 0.6:
            kind = random.choice(("accident", "abnormal", "research"))
            row = line(random, organization)
            CreditRecord.objects.update_or_create(
                organization=organization, kind=kind, holds_from=row.pop("holds_from"), defaults=row
            )
        if random.random() < 0.5:
            SupportReceived.objects.create(
                organization=organization,
                program=random.choice(("vouchers", "loan")),
                group=random.choice(("", "loan", "district")),
                granted_on=random.choice(DAYS),
                amount=random.choice(AMOUNTS[:12]),
                origin=Origin.OFFICIAL,
                source=f"{organization.pk}-{number}",
                stated_at=timezone.now(),
            )


def line(random: Random, organization: Organization) -> dict[str, Any]:
    """The columns that all lists share."""
    first, last = sorted(random.sample(DAYS, 2))
    return {
        "organization": organization,
        "holds_from": first,
        "holds_to": random.choice((None, last)),
        "origin": Origin.OFFICIAL,
        "stated_at": timezone.now(),
        "withdrawn_at": timezone.now() if random.random() < 0.2 else None,
    }
