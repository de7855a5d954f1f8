"""Closing an account: asked for, seven days to change one's mind, then made nameless."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.services import in_language, send
from portal.privacy import registry
from portal.privacy.models import Closing

COOLING = timedelta(days=7)
MESSAGE_KIND = "account_closing"
BATCH = 50


def waiting(user: User) -> Closing | None:
    """The closing that runs."""
    return user.closings.filter(cancelled_at=None, done_at=None).first()


def obstacles(user: User) -> list[str]:
    """Why the account cannot be closed now, as sentences that say what to do first."""
    return [sentence for obstacle in registry.obstacles for sentence in obstacle(user)]


@transaction.atomic
def ask(user: User, at: datetime) -> Closing:
    """Begin the seven days. Raises Refused with every obstacle; asking twice is asking once."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)
    running = waiting(user)
    if running:
        return running
    if found := obstacles(user):
        raise Refused(" ".join(found))
    closing = Closing.objects.create(person=user, asked_at=at, due_at=at + COOLING)
    with in_language(user):
        send(
            user,
            MESSAGE_KIND,
            f"account-closing:{closing.pk}",
            _("Your account will be closed in seven days"),
            _("Nothing is erased before. To keep it after all, sign in and open “My data”."),
            "/privacy/mine/",
        )
    return closing


@transaction.atomic
def cancel(user: User, at: datetime) -> bool:
    """Keep the account after all; False where nothing was running."""
    rows = user.closings.select_for_update(of=("self",)).filter(cancelled_at=None, done_at=None)
    return bool(rows.update(cancelled_at=at))


def run(now: datetime) -> int:
    """Close what is due; how many. Where an obstacle has come up, the closing ends and the person is told."""
    due = Closing.objects.filter(cancelled_at=None, done_at=None, due_at__lte=now)
    return sum(_close(pk, now) for pk in list(due.order_by("due_at").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def _close(pk: int, now: datetime) -> bool:
    rows = Closing.objects.filter(pk=pk, cancelled_at=None, done_at=None)
    closing = rows.select_for_update(of=("self",), skip_locked=True).first()
    if closing is None:
        return False
    user = User.objects.select_for_update(of=("self",)).get(pk=closing.person_id)
    if found := obstacles(user):
        closing.cancelled_at = now
        closing.save(update_fields=["cancelled_at"])
        with in_language(user):
            key = f"account-closing-stopped:{closing.pk}"
            send(user, MESSAGE_KIND, key, _("Your account was not closed"), " ".join(found), "/privacy/mine/")
        return False
    make_nameless(user, now)
    closing.done_at = now
    closing.save(update_fields=["done_at"])
    return True


def make_nameless(user: User, now: datetime) -> None:
    """Every app erases what it holds about the person, then the account itself loses its name."""
    for eraser in registry.erasers:
        eraser(user, now)
    user.email = f"closed-{user.pk}@closed.invalid"
    user.name, user.phone = "已注销用户", ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.set_unusable_password()
    user.save()
