"""Offers by e-mail: a link that works once, for one address, and the page it leads to."""

import secrets
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

from allauth.account.models import EmailAddress
from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.models.offers import Offer
from portal.api.problems import Refused

VALID_FOR = timedelta(days=7)


def new_nonce() -> str:
    """What makes one link differ from the next."""
    return secrets.token_hex(16)


def renew(offer: Offer) -> None:
    """A new link, valid for another 7 days; the old one ends. Not saved."""
    offer.nonce, offer.expires_at = new_nonce(), timezone.now() + VALID_FOR


def token_of(offer: Offer) -> str:
    """What the link carries: which offer and which link of it, signed for offers of its kind."""
    return _signer(type(offer)).sign(f"{offer.pk}-{offer.nonce}").replace(":", ".")


def find[Row: Offer](token: str, rows: QuerySet[Row]) -> Row | None:
    """The offer of a link; None where the link is not ours or a newer one was sent."""
    try:
        value = _signer(rows.model).unsign(token.replace(".", ":"))
    except signing.BadSignature:
        return None
    pk, _dash, nonce = value.partition("-")
    return rows.filter(pk=int(pk), nonce=nonce).first()


def _signer(model: type[Offer]) -> signing.Signer:
    return signing.Signer(salt=model._meta.label_lower)


def closed_refusal(offer: Offer) -> str:
    """Why it is not to be had any more; "" while it waits, even past its last moment."""
    if offer.accepted_at or offer.revoked_at:
        return _("This invitation is no longer open: it was accepted or taken back.")
    return ""


def refusal_of(offer: Offer, user: User) -> str:
    """Why the person may not accept it, as far as every offer goes; "" when they may."""
    if offer.revoked_at:
        return _("This invitation was taken back. Ask who invited you.")
    if offer.accepted_at:
        return _("This invitation has been accepted already.")
    if offer.expires_at <= timezone.now():
        return _("This invitation has expired. Ask who invited you for a new one.")
    if not EmailAddress.objects.filter(user=user, email__iexact=offer.email, verified=True).exists():
        sentence = _("This invitation was sent to %(email)s. Sign in with that address to accept it.")
        return sentence % {"email": offer.email}
    return ""


def page(
    request: HttpRequest,
    offer: Offer,
    template: str,
    refusal: Callable[[User], str],
    accept: Callable[[User], HttpResponse],
) -> HttpResponse:
    """Look at the offer, sign in or sign up, accept; `accept` answers once it is done, or raises Refused."""
    person = request.user if isinstance(request.user, User) else None
    why = refusal(person) if person else ""
    if request.method == "POST" and person and not why:
        try:
            return accept(person)
        except Refused as refused:
            why = str(refused)
    way = urlencode({"next": request.path})
    context = {
        "invitation": offer,
        "refusal": why,
        "sign_in": f"{reverse('account_login')}?{way}",
        "sign_up": f"{reverse('account_signup')}?{way}",
        "open": offer.is_open(timezone.now()),
    }
    return render(request, template, context, status=409 if why and request.method == "POST" else 200)
