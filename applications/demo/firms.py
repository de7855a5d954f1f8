"""Sixty invented firms in real districts, with valid credit codes nobody holds."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from applications.demo.names import FIRMS, GIVEN, REGIONS, SURNAMES
from portal.organizations.uscc import check_character, organization_check


@dataclass(frozen=True)
class Firm:
    """What a firm's register entry says; `slug` names its mail domain."""

    slug: str
    name: str
    uscc: str
    region: str
    industry: str
    founded_on: date
    representative: str


def person_name(random: Random) -> str:
    return random.choice(SURNAMES) + random.choice(GIVEN)


def credit_code(region: str, number: int) -> str:
    """A firm's code (authority 9, kind 1) whose organization code reads MADEM…"""
    body = f"MADEM{number:03d}"
    stem = f"91{region}{body}{organization_check(body)}"
    return stem + check_character(stem)


def firms(random: Random, today: date) -> list[Firm]:
    """The firms in a fixed order; two in five sit in the first district."""
    return [
        Firm(
            slug=f"firm{number:02d}",
            name=f"上海{word}{field}有限公司",
            uscc=credit_code(region, number),
            region=region,
            industry=industry,
            founded_on=today - timedelta(days=random.randint(400, 4000)),
            representative=person_name(random),
        )
        for number, (word, field, industry) in enumerate(FIRMS, 1)
        for region in [REGIONS[0] if number % 5 in (1, 2) else REGIONS[number % len(REGIONS)]]
    ]
