"""Sign-in of programs: the same counts, the same password, the same second step as on the pages."""

from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from portal.accounts import attempts
from portal.accounts.mfa_forms import AuthenticateForm
from portal.accounts.models import User
from portal.accounts.second_factor import has_factor

WAIT_SECONDS = 300


def signed_in(request: Request, email: str, password: str) -> User:
    """Whose password it is; refuses too many tries, a wrong password, an unconfirmed address."""
    usage = attempts.take(request._request, email)
    if usage is None:
        raise Throttled(wait=WAIT_SECONDS)
    user = authenticate(request._request, email=email, password=password)
    if not isinstance(user, User):
        raise AuthenticationFailed(_("E-mail address and password do not match an account. Check both."))
    usage.rollback()
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        raise AuthenticationFailed(_("Confirm your e-mail address first: sign in on the pages once."))
    return user


def took_second_step(user: User, code: str) -> bool:
    """Whether the person has a second step and the code fits it; refuses a missing or a wrong one."""
    if not has_factor(user):
        return False
    if not code:
        raise AuthenticationFailed(_("This account has a second step. Send its code as “otp”."))
    form = AuthenticateForm({"code": code}, user=user)
    if not form.is_valid():
        raise AuthenticationFailed(" ".join(map(str, form.errors["code"])))
    form.authenticator.record_usage()
    return True
