"""Which notices apply, and who agreed to them."""

import hmac
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.privacy.models import Consent, Notice

Kind = Notice.Kind


def current(kind: str, at: datetime | None = None) -> Notice | None:
    """The version in force."""
    return Notice.objects.in_force(at or timezone.now()).filter(kind=kind).order_by("-version").first()


def has_agreed(user: User, kind: str) -> bool:
    """Whether the person agreed to the version in force, or to one since its last material change."""
    return asked_again(user, kind) is None


def asked_again(user: User, kind: str) -> Notice | None:
    """The version in force, where the person has yet to agree to it; None where nothing is to be asked."""
    notice = current(kind)
    if notice is None:
        return None
    material = Notice.objects.filter(kind=kind, version__lte=notice.version, material=True).order_by(
        "-version"
    )
    since = material.values_list("version", flat=True).first() or notice.version
    agreed = Consent.objects.filter(
        person=user, notice__kind=kind, notice__version__gte=since, withdrawn_at=None
    )
    return None if agreed.exists() else notice


def agree(user: User, notice: Notice, *, address: str, at: datetime) -> Consent:
    """Record a consent; agreeing twice is agreeing once."""
    found, _created = Consent.objects.get_or_create(
        person=user,
        notice=notice,
        withdrawn_at=None,
        defaults={"at": at, "address_hash": address_hash(address)},
    )
    return found


@transaction.atomic
def withdraw(user: User, kind: str, at: datetime) -> int:
    """Take back a separate consent; what rests on it is no longer asked for. How many were taken back.

    Raises Refused for the notice of the portal itself: who no longer wants it closes the account.
    """
    if kind == Kind.PORTAL:
        raise Refused(_("Without this notice there is no account. Close your account instead."))
    mine = Consent.objects.filter(person=user, notice__kind=kind, withdrawn_at=None)
    return mine.update(withdrawn_at=at)


def address_hash(address: str) -> str:
    """HMAC-SHA256 of a network address: proves an address shown later, and gives none away."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"consent " + address.encode(), "sha256").hex()
