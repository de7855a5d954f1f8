"""Who stands in for whom: deputies and leave. All under the lock of the post's holder."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.appointment_events import note
from portal.accounts.appointment_rules import absence_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.models import AppointmentEvent, Department, Deputy, Post, User
from portal.accounts.services.posts import DAY, hand_queue_over, locked_post, refuse, refuse_stranger
from portal.api.problems import Refused

LOOKS_BACK = timedelta(days=30)  # how long the clock tries again what it could not do at midnight


@transaction.atomic
def name_deputy(
    post_id: int, deputy: User, *, starts_on: date, ends_on: date | None, reason: str = "", by: Capacity
) -> Deputy:
    """Let a colleague act for the holder of a post for some time."""
    named = _entered(post_id, deputy, starts_on, ends_on, by, on_leave=False)
    note(named.post.user, by, "deputy_named", **_described(named), reason=reason)
    return named


@transaction.atomic
def enter_leave(
    post_id: int, deputy: User, *, starts_on: date, ends_on: date | None, reason: str = "", by: Capacity
) -> Deputy:
    """Let the holder be away: from the first day on the queue and what comes in is the deputy's."""
    leave = _entered(post_id, deputy, starts_on, ends_on, by, on_leave=True)
    note(leave.post.user, by, "leave_entered", **_described(leave), reason=reason)
    if starts_on <= timezone.localdate():
        _begin(leave, by)
    return leave


@transaction.atomic
def end_absence(deputy_id: int, *, on: date | None = None, reason: str = "", by: Capacity) -> Deputy:
    """Dismiss a deputy or end a leave, at once or with the day `on`; the queue stays until handed over."""
    post = locked_post(Deputy.objects.values_list("post", flat=True).get(pk=deputy_id))
    refuse(absence_refusal(by, post))
    found = Deputy.objects.select_for_update(of=("self",)).get(pk=deputy_id)
    today = timezone.localdate()
    if found.ends_on is not None and found.ends_on < today:
        raise Refused(_("This has ended already."))
    on = on or today - DAY
    if on < today - DAY:
        raise Refused(_("This cannot end in the past. Choose today or a later day."))
    found.post = post
    found.ends_on = max(on, found.starts_on - DAY)
    found.save(update_fields=["ends_on"])
    kind = "leave_ended" if found.on_leave else "deputy_ended"
    note(post.user, by, kind, **_described(found), reason=reason)
    return found


@transaction.atomic
def hand_over(post_id: int, to: User | None, *, by: Capacity) -> int:
    """Give the holder's whole queue to a colleague, or back to the department; how many matters."""
    post = locked_post(post_id)
    refuse(absence_refusal(by, post))
    refuse_stranger(to, post)
    return hand_queue_over(post, to, by)


def recipient(user: User, department: Department) -> User:
    """Who gets what comes in for a person: the deputy while the person is on leave."""
    leaves = Deputy.objects.in_force().filter(on_leave=True, post__user=user, post__department=department)
    leave = leaves.select_related("user").first()
    return leave.user if leave else user


def carry_out_due(now: datetime) -> int:
    """What the calendar brings: leaves that begin or end, queues of posts that have ended; how many."""
    return _leaves_begun() + _leaves_ended() + _posts_ended()


def _entered(
    post_id: int, deputy: User, starts_on: date, ends_on: date | None, by: Capacity, *, on_leave: bool
) -> Deputy:
    post = locked_post(post_id)
    refuse(absence_refusal(by, post))
    if post.ends_on is not None and post.ends_on < timezone.localdate():
        raise Refused(_("This post has ended already."))
    refuse_stranger(deputy, post)
    if starts_on < timezone.localdate() or (ends_on is not None and ends_on < starts_on):
        raise Refused(_("Choose a first day from today on and a last day that is not before it."))
    entered = Deputy(post=post, user=deputy, starts_on=starts_on, ends_on=ends_on, on_leave=on_leave)
    try:
        entered.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    entered.save(force_insert=True)
    return entered


def _described(deputy: Deputy) -> dict[str, object]:
    days = {"starts_on": deputy.starts_on, "ends_on": deputy.ends_on}
    return {"department": deputy.post.department.code, "person": deputy.user_id, "row": deputy.pk, **days}


def _begin(leave: Deputy, by: Capacity | None) -> None:
    leave.handed_over_at = timezone.now()
    leave.save(update_fields=["handed_over_at"])
    note(leave.post.user, by, "leave_begun", **_described(leave))
    hand_queue_over(leave.post, leave.user, by)


def _leaves_begun() -> int:
    due = Deputy.objects.in_force().filter(on_leave=True, handed_over_at=None)
    found = list(due.values_list("pk", flat=True))
    for pk in found:
        with transaction.atomic():
            post = locked_post(Deputy.objects.values_list("post", flat=True).get(pk=pk))
            leave = due.select_related("user").filter(pk=pk).first()
            if leave is not None:
                leave.post = post
                _begin(leave, None)
    return len(found)


def _leaves_ended() -> int:
    today = timezone.localdate()
    over = Deputy.objects.filter(on_leave=True, ends_on__lt=today, ends_on__gt=today - LOOKS_BACK)
    over = over.exclude(handed_over_at=None)
    count = 0
    for pk, post_id in list(over.values_list("pk", "post")):
        with transaction.atomic():
            post = locked_post(post_id)
            told = AppointmentEvent.objects.filter(subject=post.user, kind="leave_ended", payload__row=pk)
            if not told.exists():
                leave = over.get(pk=pk)
                leave.post = post
                note(post.user, None, "leave_ended", **_described(leave))
                count += 1
    return count


def _posts_ended() -> int:
    today = timezone.localdate()
    ended = Post.objects.filter(ends_on__lt=today, ends_on__gt=today - LOOKS_BACK)
    count = 0
    for pk in list(ended.values_list("pk", flat=True)):
        with transaction.atomic():
            post = locked_post(pk)
            held = Post.objects.in_force().filter(user=post.user, department=post.department)
            if not held.exists():
                count += hand_queue_over(post, _still_there(post), None)
    return count


def _still_there(post: Post) -> User | None:
    """Who was to take the queue over, if they are in the department today."""
    rows = Post.objects.in_force().filter(user=post.successor_id, department=post.department_id)
    return post.successor if rows.exists() else None
