"""A person's account and roles. All under the person's lock, each with its event."""

from datetime import date, timedelta

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.appointment_events import note
from portal.accounts.appointment_rules import admin_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.models import Deputy, Post, Role, User
from portal.accounts.services.posts import close, locked_person, refuse
from portal.api.problems import Refused

ADMIN = "admin"  # beside the kinds of Role: may open the admin


@transaction.atomic
def deactivate(user_id: int, *, reason: str, hand_to: User | None = None, by: Capacity) -> User:
    """Close an account: signed out everywhere, tokens revoked, posts ended, the queue handed over.

    The name stays in every history. `hand_to` gets the queue in the departments where they have a post.
    """
    refuse(admin_refusal(by))
    user = locked_person(user_id)
    if user.pk == by.user.pk:
        raise Refused(_("You cannot close your own account here. Ask another administrator."))
    if not user.is_active:
        raise Refused(_("This account is closed already."))
    if not reason.strip():
        raise Refused(_("Give a reason: it is kept in the history."))
    user.is_active = False
    user.save(update_fields=["is_active"])
    for post in Post.objects.not_over().filter(user=user).select_related("department"):
        post.user = user
        close(post, timezone.localdate() - timedelta(days=1), _colleague(hand_to, post), by)
    end_access(user)
    note(user, by, "deactivated", reason=reason)
    return user


@transaction.atomic
def reactivate(user_id: int, *, reason: str, by: Capacity) -> User:
    """Open an account again; posts are given anew."""
    refuse(admin_refusal(by))
    user = locked_person(user_id)
    if user.is_active:
        raise Refused(_("This account is open."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    note(user, by, "reactivated", reason=reason)
    return user


@transaction.atomic
def give_role(
    user_id: int, kind: str, *, ends_on: date | None = None, reason: str = "", by: Capacity | None
) -> None:
    """Make a person expert, auditor or administrator. No capacity: the portal itself.

    `ends_on`: the last day, which an auditor's role must have; giving it again moves that day.
    """
    if by is not None:
        refuse(admin_refusal(by))
    user = locked_person(user_id)
    if not user.is_active:
        raise Refused(_("The account of %(person)s is closed. Open it again first.") % {"person": user})
    refuse(_ending_refusal(kind, ends_on))
    if _has(user, kind) and not user.roles.filter(kind=kind).exclude(ends_on=ends_on).exists():
        raise Refused(_("%(person)s has this role already.") % {"person": user})
    if kind == ADMIN:
        _set_admin(user, True)
    else:
        Role.objects.update_or_create(user=user, kind=Role.Kind(kind), defaults={"ends_on": ends_on})
    last = {"ends_on": ends_on.isoformat()} if ends_on else {}
    note(user, by, "role_given", role=kind, reason=reason, **last)


@transaction.atomic
def take_role(user_id: int, kind: str, *, reason: str = "", by: Capacity) -> None:
    """Take a role away; an administrator always remains."""
    refuse(admin_refusal(by))
    user = locked_person(user_id)
    if not _has(user, kind):
        raise Refused(_("%(person)s does not have this role.") % {"person": user})
    if kind == ADMIN:
        if user.pk == by.user.pk:
            raise Refused(_("You cannot take this role from yourself. Ask another administrator."))
        _set_admin(user, False)
    else:
        Role.objects.filter(user=user, kind=kind).delete()
    note(user, by, "role_taken", role=kind, reason=reason)


def end_access(user: User) -> None:
    """Sign the person out everywhere, end their tokens and what they stand in for."""
    user.api_tokens.filter(revoked_at=None).update(revoked_at=timezone.now())
    for session in UserSession.objects.filter(user=user):
        session.end()
    yesterday = timezone.localdate() - timedelta(days=1)
    for deputy in Deputy.objects.not_over().filter(user=user):
        deputy.ends_on = max(yesterday, deputy.starts_on - timedelta(days=1))
        deputy.save(update_fields=["ends_on"])


def _colleague(hand_to: User | None, post: Post) -> User | None:
    """Who takes the queue of this post over: only somebody with a post there."""
    rows = Post.objects.in_force().filter(user=hand_to, department=post.department)
    return hand_to if hand_to and rows.exists() else None


def _ending_refusal(kind: str, ends_on: date | None) -> str:
    """Why the role cannot last so long; "" when it can."""
    if kind == Role.Kind.AUDITOR and ends_on is None:
        return _("An auditor reads everything, and therefore only for some time: give the last day.")
    if kind == ADMIN and ends_on is not None:
        return _("An administrator has the role until it is taken away: leave the last day empty.")
    if ends_on is not None and ends_on < timezone.localdate():
        return _("The last day has passed already. Give a later one.")
    return ""


def _has(user: User, kind: str) -> bool:
    return user.is_staff if kind == ADMIN else user.roles.filter(kind=kind).exists()


def _set_admin(user: User, yes: bool) -> None:
    user.is_staff = user.is_superuser = yes
    user.save(update_fields=["is_staff", "is_superuser"])
