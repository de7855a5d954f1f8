"""The list for the finance office: who gets how much, onto which account."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.workflow import Status
from portal.facts.models import BankAccount
from programs.catalog.models import Round

PAID = (Status.APPROVED, Status.AGREED)


def to_pay(round_: Round) -> QuerySet[Application]:
    """What was approved with an amount, by number."""
    rows = Application.objects.filter(round=round_, status__in=PAID, amount_approved__isnull=False)
    return rows.select_related("organization", "person").order_by("number")


def workbook(round_: Round) -> Iterator[Iterable[Any]]:
    """Header, a line an application, and the sum; in yuan."""
    yield (
        _("Number"),
        _("Applicant"),
        _("Credit code"),
        _("Account holder"),
        _("Bank and branch"),
        _("Account number"),
        _("Approved (yuan)"),
        _("Decided on"),
    )
    rows = list(to_pay(round_))
    accounts = {
        account.organization_id: account
        for account in BankAccount.objects.filter(organization__in=[row.organization_id for row in rows])
    }
    for row in rows:
        account = accounts.get(row.organization_id or 0)
        yield (
            row.number,
            row.applicant_name,
            row.organization.uscc if row.organization else "",
            account.holder if account else "",
            account.bank if account else "",
            account.account_number if account else "",
            row.amount_approved,
            timezone.localdate(row.decided_at).isoformat() if row.decided_at else "",
        )
    yield (_("Sum"), "", "", "", "", "", sum(row.amount_approved or 0 for row in rows), "")
