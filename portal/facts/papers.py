"""Changing what else a file keeps: bank account, documents, recommending department."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from portal.api.problems import Refused
from portal.api.revisions import check_revision
from portal.facts import rules
from portal.facts.models import BankAccount, Document, Recommender
from portal.files.models import StoredFile
from portal.organizations.events import note
from portal.organizations.models import Organization
from portal.organizations.rules import edit_refusal, membership_of
from portal.organizations.services.locking import locked


def _own(organization_id: int, by: Capacity) -> Organization:
    """The locked organization, for its owner or editor."""
    organization = locked(organization_id)
    if refusal := edit_refusal(membership_of(by, organization)):
        raise Refused(refusal)
    return organization


def account_number(typed: str) -> str:
    """The digits of an account's number, which people write with spaces; ValidationError with a sentence."""
    number = "".join(typed.split())
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 30):
        raise ValidationError(_("An account number has 8 to 30 digits."))
    return number


@transaction.atomic
def keep_account(
    organization_id: int, *, holder: str, bank: str, number: str, revision: int, by: Capacity
) -> BankAccount:
    """Enter or change the account; an empty number leaves the one that is kept. Stale from an old one."""
    organization = _own(organization_id, by)
    account = BankAccount.objects.filter(organization=organization).first()
    check_revision(account.revision if account else 0, revision)
    if account is None:
        account = BankAccount(organization=organization, revision=0)
    if not number and not account.account_number:
        raise Refused(_("Write the number of the account."))
    if number:
        account.account_number, account.last_digits = number, number[-4:]
    account.holder, account.bank, account.revision = holder, bank, account.revision + 1
    account.changed_at, account.changed_by = timezone.now(), by.user
    account.save()
    note(organization, by, "bank_account_changed", revision=account.revision)
    return account


@transaction.atomic
def add_document(
    organization_id: int, *, title: str, file: StoredFile, name: str, valid_until: date | None, by: Capacity
) -> Document:
    """Put a document into the library."""
    organization = _own(organization_id, by)
    row = Document.objects.create(
        organization=organization,
        title=title,
        file=file,
        file_name=name,
        valid_until=valid_until,
        added_at=timezone.now(),
        added_by=by.user,
    )
    note(organization, by, "document_added", document=row.pk)
    return row


@transaction.atomic
def remove_document(row: Document, by: Capacity) -> None:
    """Take a document off; whoever used it before still has it."""
    organization = _own(row.organization_id, by)
    current = Document.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if current.removed_at is not None:
        raise Refused(_("This document has been taken off already."))
    current.removed_at, current.removed_by = timezone.now(), by.user
    current.save(update_fields=["removed_at", "removed_by"])
    note(organization, by, "document_removed", document=row.pk)


def recommenders() -> QuerySet[Department]:
    """The departments that may recommend organizations."""
    levels = Department.Level
    return Department.objects.filter(level__in=[levels.DISTRICT, levels.TOWN, levels.STATION]).order_by(
        "path"
    )


def recommender_of(organization: Organization) -> Department | None:
    """The department that recommends it: the one chosen, else the only station of its tax region, else the
    department of the region itself."""
    chosen = Recommender.objects.filter(organization=organization).select_related("department").first()
    if chosen:
        return chosen.department
    levels = Department.Level
    near = Department.objects.filter(region=organization.tax_region_id).order_by("path")
    stations = [row for row in near if row.level == levels.STATION]
    if len(stations) == 1:
        return stations[0]
    return next((row for row in near if row.level == levels.DISTRICT), None)


@transaction.atomic
def set_recommender(organization_id: int, department: Department, *, by: Capacity) -> None:
    """Choose the department, or hand the organization over to another: by its members or an official."""
    organization = locked(organization_id)
    own, office = edit_refusal(membership_of(by, organization)), rules.office_refusal(organization, by)
    if own and office:
        raise Refused(own)
    before = recommender_of(organization)
    if before == department:
        return
    Recommender.objects.update_or_create(
        organization=organization,
        defaults={"department": department, "set_at": timezone.now(), "set_by": by.user},
    )
    note(organization, by, "recommender_set", department=[before.code if before else None, department.code])
