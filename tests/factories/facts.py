"""Files of organizations, as if everything in them had been stated through the door."""

from datetime import date
from typing import Any

from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.facts.keeping import keep
from portal.facts.models import CreditRecord, Origin, Qualification, Right
from portal.facts.papers import add_document, keep_account
from portal.facts.stating import enter, state
from portal.organizations.models import Organization
from portal.organizations.services.registration import FACTS
from tests.factories.organizations import OrganizationFactory, StoredFileFactory

FOUNDED = date(2019, 5, 6)


def on_file(organization: Organization | None = None, **facts: Any) -> Organization:
    """An organization with current facts; a yearly one as `revenue_2025=...`."""
    organization = organization or OrganizationFactory(founded_on=FOUNDED)
    keep(organization, FACTS, by=None, since=None, origin="", source="")
    values = {}
    for name, value in facts.items():
        key, _, year = name.rpartition("_")
        values[(key, int(year)) if year.isdigit() else (name, None)] = value
    if values:
        state(organization.pk, values, origin=Origin.REGISTER, by=None)
    return organization


def qualification(organization: Organization, kind: str = "hitech", **facts: Any) -> Qualification:
    """A line that a register told."""
    row = Qualification(organization=organization, kind=kind, origin=Origin.REGISTER, **dated(facts))
    return enter(row, None)


def right(organization: Organization, category: str = "invention", **facts: Any) -> Right:
    """A line that a register told."""
    named = {"number": "ZL202110000001.1", "title": "一种虚构的装置"} | dated(facts)
    return enter(Right(organization=organization, category=category, origin=Origin.REGISTER, **named), None)


def credit_record(organization: Organization, kind: str = "abnormal", **facts: Any) -> CreditRecord:
    """A line that a register told."""
    row = CreditRecord(organization=organization, kind=kind, origin=Origin.REGISTER, **dated(facts))
    return enter(row, None)


def put_on_file(organization: Organization, owner: Capacity) -> None:
    """A bit of everything: figures, lines, an account, a document."""
    organization.refresh_from_db()
    year = timezone.localdate().year - 1
    figures = {f"revenue_{year}": 31_800_000, f"rd_expense_{year}": 2_860_000, f"profit_{year}": -12_345}
    on_file(organization, registered_capital=5_000_000, rights_listed_on=f"{year}-12-31", **figures)
    right(organization)
    qualification(organization, number="GR202431000001")
    credit_record(organization, note="通过登记的住所无法联系（虚构）")
    keep_account(
        organization.pk, holder=organization.name, bank="示范银行嘉定支行", number="6222000012345678",
        revision=0, by=owner,
    )  # fmt: skip
    add_document(
        organization.pk, title="营业执照", file=StoredFileFactory(), name="营业执照.pdf",
        valid_until=date(year, 6, 30), by=owner,
    )  # fmt: skip


def dated(facts: dict[str, Any]) -> dict[str, Any]:
    return {"holds_from": date(2024, 1, 1)} | facts
