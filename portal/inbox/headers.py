"""What a mail says about itself to the machines that carry it."""

from functools import cache

from django.core import signing
from django.urls import reverse

from portal.accounts.models import User
from portal.inbox import emails, kinds
from portal.inbox.models import Delivery

SALT = "portal.inbox.unsubscribe"
PLACE = "TOKEN"


def headers_of(delivery: Delivery) -> dict[str, str]:
    """Identity and origin; where the recipient may turn the group off, its list and the one-click way out.

    RFC 3834 (Auto-Submitted), RFC 2919 (List-Id), RFC 2369 and RFC 8058 (List-Unsubscribe).
    """
    headers = {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    group = delivery.group or voluntary_group(delivery.kind)
    if group and delivery.recipient_id:
        headers["List-Id"] = f"<{group.replace('_', '-')}.{emails.sender_domain()}>"
        headers["List-Unsubscribe"] = f"<{unsubscribe_address(delivery.recipient_id, group)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def voluntary_group(kind: str) -> str:
    """The group that a mail of this kind belongs to and that one may turn off; empty for legal letters."""
    group = kinds.group_of(kind)
    return group.key if group and not group.legal else ""


def unsubscribe_link(recipient: User, kind: str) -> str:
    """The address that turns off mails like this one; empty where nobody may."""
    group = voluntary_group(kind)
    return unsubscribe_address(recipient.pk, group) if group else ""


def unsubscribe_address(user_id: int, group: str) -> str:
    """A signed address that works without signing in, however old the mail is."""
    token = signing.Signer(salt=SALT).sign_object([user_id, group])
    return emails.absolute(_way_out().replace(PLACE, token))


@cache
def _way_out() -> str:
    """The path with a place for the token: asking for it each time costs as much as writing the mail."""
    return reverse("unsubscribe", args=[PLACE])


def read_token(token: str) -> tuple[int, str] | None:
    """The person and the group of a signed address; None when we did not sign it."""
    try:
        user_id, group = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return user_id, group
