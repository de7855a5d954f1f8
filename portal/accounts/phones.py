"""Mobile numbers of people: read, kept in E.164, shown masked."""

from collections.abc import Callable, Iterable

import phonenumbers
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumberType

from portal.accounts.models import Mobile, User
from portal.api.problems import Refused

HOME = "CN"  # numbers without a country code
MOBILE_TYPES = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)

Sender = Callable[[str, str, str], None]  # number, text, language
_senders: list[tuple[Sender, Callable[[], bool]]] = []


def register_sender(sender: Sender, ready: Callable[[], bool]) -> None:
    """Say how a text message leaves (called from an AppConfig.ready).

    sender: takes the number in E.164, the text and its language. ready: whether messages can leave here.
    """
    _senders.append((sender, ready))


def send_text(number: str, text: str, language: str) -> None:
    """Hand a text message over to whoever sends them."""
    for sender, ready in _senders:
        if ready():
            sender(number, text, language)


def can_send() -> bool:
    """Whether text messages can leave at all."""
    return any(ready() for _sender, ready in _senders)


def normalized(typed: str) -> str:
    """A mobile number in E.164, whatever way it was typed; "" when it is none."""
    try:
        number = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in MOBILE_TYPES:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def masked(number: str) -> str:
    """As others see it: 138****5678."""
    if number.startswith("+86"):
        number = number.removeprefix("+86")
    return f"{number[:3]}****{number[-4:]}" if len(number) > 7 else "****"


def verified_mobile(user: User) -> str:
    """The verified number of a person in E.164; "" without one."""
    return verified_mobiles([user]).get(user.pk, "")


def verified_mobiles(users: Iterable[User]) -> dict[int, str]:
    """The verified numbers of people by their primary key, in one query; who has none is missing."""
    mobiles = Mobile.objects.filter(user__in=list(users), verified_at__isnull=False)
    return dict(mobiles.values_list("user_id", "number"))


def owner(number: str) -> User | None:
    """Whose account a verified number opens."""
    mobile = Mobile.objects.select_related("user").filter(number=number, verified_at__isnull=False).first()
    return mobile.user if mobile else None


def verify(user: User, number: str) -> str:
    """Make the number, proven by its code, the person's; returns the one it replaces, else "".

    Who proves a number that another account had verified is refused: numbers pass on, accounts do not.
    """
    before = verified_mobile(user)
    try:
        with transaction.atomic():
            Mobile.objects.update_or_create(
                user=user, defaults={"number": number, "verified_at": timezone.now()}
            )
    except IntegrityError:
        raise Refused(_("This number already belongs to an account.")) from None
    return before if before != number else ""


def remove(user: User) -> str:
    """Take the number off the account; returns it, "" when there was none."""
    before = verified_mobile(user)
    Mobile.objects.filter(user=user).delete()
    return before
