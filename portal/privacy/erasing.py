"""What the portal's own apps erase: at the closing of an account, and when a period has passed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.access.models import Entry
from portal.access.services import purge_before
from portal.accounts.models import Invitation, Mobile, User
from portal.accounts.services.standing import end_access
from portal.files.sweeping import sweep
from portal.history.models import ChainedEvent
from portal.history.services import erase
from portal.inbox.models import Delivery, Message, Suppression
from portal.organizations.models import MemberInvitation, Membership
from portal.privacy.models import Closing, Consent
from portal.privacy.registry import (
    Kind,
    register_eraser,
    register_obstacle,
    register_retention,
)
from portal.webhooks.models import Attempt, Dispatch

SHORTEST_NAME = 2


def in_office(user: User) -> Iterator[str]:
    """Who holds a post or a role does not close the account alone."""
    if user.posts.not_over().exists() or user.roles.exists() or user.is_staff:
        yield _("You hold a post or a role. Ask your department's head to end it first.")


def sole_owner(user: User) -> Iterator[str]:
    """An organization never loses its last owner."""
    owned = Membership.objects.filter(user=user, role=Membership.Role.OWNER).select_related("organization")
    for row in owned:
        others = Membership.objects.filter(
            organization=row.organization, role=Membership.Role.OWNER, user__is_active=True
        ).exclude(user=user)
        if not others.exists():
            yield _("You are the only owner of %(name)s. Make somebody else its owner first.") % {
                "name": row.organization.name
            }


def leave(user: User, now: datetime) -> None:
    """Sessions, tokens, second factors, memberships, mobile number and addresses."""
    end_access(user)
    user.api_tokens.all().delete()
    Membership.objects.filter(user=user).delete()
    Mobile.objects.filter(user=user).delete()
    for label in ("mfa.Authenticator", "socialaccount.SocialAccount"):
        apps.get_model(label)._default_manager.filter(user=user).delete()


def forget_messages(user: User, now: datetime) -> None:
    """What was sent to the person, and their addresses. Keys stay, so that nothing is sent twice."""
    Message.objects.filter(recipient=user).delete()
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    gone = Delivery.objects.filter(Q(recipient=user) | Q(to__in=addresses))
    gone.filter(status__in=["pending", "sending"]).delete()
    gone.update(to="", subject="", body="", html="")
    EmailAddress.objects.filter(user=user).delete()
    for address in addresses:
        Invitation.objects.filter(email__iexact=address).update(email="")
        offered = MemberInvitation.objects.filter(email__iexact=address)
        offered.waiting().update(revoked_at=now)
        offered.update(email="")
        Suppression.objects.filter(address__iexact=address).delete()
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(User), object_id=str(user.pk)
    ).update(object_repr="—", change_message="")
    user.data_exports.update(content=None)
    user.corrections.update(wish="", answer="—")


def forget_history(user: User, now: datetime) -> None:
    """Payloads that name the person; the chains still verify."""
    names = [text for text in (user.email, user.phone, user.name) if len(text) >= SHORTEST_NAME]
    for model in apps.get_models():
        if not issubclass(model, ChainedEvent):
            continue
        subjects: Any = next(f for f in model._meta.concrete_fields if f.name == "subject")
        about = Q(actor=user)
        if subjects.related_model is User:
            about |= Q(subject=user)
        named = Q()
        for text in names:
            named |= Q(payload__icontains=text)
        whole = Q(payload__icontains=user.email)
        erase(model._default_manager.filter(whole | (about & named), payload__isnull=False))


def _counted(rows: QuerySet[Any], count_only: bool, limit: int) -> list[Any] | int:
    return rows.count() if count_only else list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def delete_rows(rows: QuerySet[Any], count_only: bool, limit: int) -> int:
    """Delete up to a batch of rows, or count all of them."""
    found = _counted(rows, count_only, limit)
    if isinstance(found, int):
        return found
    model: type[Model] = rows.model
    model._base_manager.filter(pk__in=found).delete()
    return len(found)


def messages(before: datetime, count_only: bool, limit: int) -> int:
    """Messages in the portal."""
    return delete_rows(Message.objects.filter(created_at__lt=before), count_only, limit)


def deliveries(before: datetime, count_only: bool, limit: int) -> int:
    """Addresses and texts of what was sent or given up; the row stays, so that nothing is sent twice."""
    old = Delivery.objects.filter(status__in=["sent", "dead"], due_at__lt=before).exclude(to="", body="")
    found = _counted(old, count_only, limit)
    if isinstance(found, int):
        return found
    return Delivery.objects.filter(pk__in=found).update(to="", subject="", body="", html="")


def webhook_texts(before: datetime, count_only: bool, limit: int) -> int:
    """What webhooks were told and how their answers began; that they were told, and when, stays."""
    old = Dispatch.objects.filter(status__in=["sent", "dead"], due_at__lt=before).exclude(body="")
    found = _counted(old, count_only, limit)
    if isinstance(found, int):
        return found
    Attempt.objects.filter(dispatch__in=found).update(answer="")
    return Dispatch.objects.filter(pk__in=found).update(body="")


def access_log(before: datetime, count_only: bool, limit: int) -> int:
    """Who looked at what."""
    old = Entry.objects.filter(at__lt=before).count()
    if count_only or not old:
        return old
    return purge_before(before)


def sessions(before: datetime, count_only: bool, limit: int) -> int:
    """Sessions that ended."""
    return delete_rows(Session.objects.filter(expire_date__lt=before), count_only, limit)


@transaction.atomic
def closed_accounts(before: datetime, count_only: bool, limit: int) -> int:
    """The proof that a closed account had agreed and asked to be closed."""
    people = Closing.objects.filter(done_at__lt=before).values("person")
    count = delete_rows(Consent.objects.filter(person__in=people), count_only, limit)
    if count_only or count:
        return count
    return delete_rows(Closing.objects.filter(done_at__lt=before), count_only, limit)


def register_all() -> None:
    """Everything of the portal's own apps."""
    for obstacle in (in_office, sole_owner):
        register_obstacle(obstacle)
    for eraser in (forget_history, forget_messages, leave):
        register_eraser(eraser)
    for kind in (
        Kind("messages", gettext_lazy("Messages in the portal"), "delete", messages),
        Kind("deliveries", gettext_lazy("Addresses and texts of what was sent"), "erase", deliveries),
        Kind("webhook_texts", gettext_lazy("What webhooks were told"), "erase", webhook_texts),
        Kind("access_log", gettext_lazy("Log of who looked at data"), "delete", access_log),
        Kind("sessions", gettext_lazy("Ended sessions"), "delete", sessions),
        Kind(
            "closed_accounts", gettext_lazy("Proof of consent of closed accounts"), "delete", closed_accounts
        ),
        Kind("unused_files", gettext_lazy("Files nothing refers to"), "delete", sweep),
    ):
        register_retention(kind)
