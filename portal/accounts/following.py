"""What follows from a sign-in, a second step, a new password: the libraries' signals, in one place."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts import idle, second_factor, single_sign_on
from portal.accounts.models import User


def connect() -> None:
    """From AppConfig.ready()."""
    user_logged_in.connect(idle.begin)
    account.user_logged_in.connect(single_sign_on.note_second_step)
    mfa.authenticator_added.connect(second_factor.note_setting_up)
    mfa.authenticator_removed.connect(second_factor.note_removal)
    for signal in (account.password_changed, account.password_set, account.password_reset):
        signal.connect(end_other_sessions)


def end_other_sessions(request: HttpRequest, user: User, **_more: Any) -> None:
    """A new password signs out everywhere else; the sessions would no longer open anything, so they go."""
    here = request.session.session_key if request.user == user else None
    for session in UserSession.objects.filter(user=user).exclude(session_key=here or ""):
        session.end()


def live_sessions(user: User) -> list[UserSession]:
    """Where a person is signed in, the latest first; rows of sessions that have ended go."""
    rows = list(UserSession.objects.filter(user=user).order_by("-last_seen_at", "pk"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    live = set(alive.values_list("session_key", flat=True))
    ended = [row.pk for row in rows if row.session_key not in live]
    if ended:
        UserSession.objects.filter(pk__in=ended).delete()
    return [row for row in rows if row.session_key in live]
