"""Posts: given, ended, exchanged for another. All under the person's lock, each with its event."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import queues
from portal.accounts.appointment_events import note
from portal.accounts.appointment_rules import admin_refusal, editing_refusal, manage_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, Deputy, Post, User
from portal.api.problems import Refused

DAY = timedelta(days=1)


@transaction.atomic
def appoint(
    user: User,
    department: Department,
    rank: str,
    *,
    starts_on: date,
    ends_on: date | None = None,
    reason: str = "",
    by: Capacity | None,
) -> Post:
    """Give a person a post. No capacity: the portal itself, as the setting up of a demonstration does."""
    if by is not None:
        refuse(manage_refusal(by, department))
    post = opened(locked_person(user.pk), department, rank, starts_on, ends_on)
    note(post.user, by, "appointed", **described(post), reason=reason)
    return post


@transaction.atomic
def end_post(
    post_id: int, *, on: date, hand_to: User | None = None, reason: str = "", by: Capacity | None
) -> Post:
    """Let a post end with the day `on`; one that has not begun is taken back.

    The queue goes to `hand_to`, or back to the department, when that day has come.
    """
    post = locked_post(post_id)
    if by is not None:
        refuse(manage_refusal(by, post.department))
    refuse_over(post, on)
    refuse_stranger(hand_to, post)
    close(post, on, hand_to, by)
    note(post.user, by, "ended", **described(post), reason=reason)
    return post


@transaction.atomic
def transfer(
    post_id: int,
    department: Department,
    rank: str,
    *,
    on: date,
    hand_to: User | None = None,
    reason: str = "",
    by: Capacity,
) -> Post:
    """End a post with the day before `on` and open another from then; across departments an administrator.

    Another rank in the same department keeps the queue.
    """
    old = locked_post(post_id)
    stays = old.department == department
    refuse(manage_refusal(by, department) if stays else admin_refusal(by))
    if stays and old.rank == rank:
        raise Refused(_("This is the post the person has already."))
    refuse_over(old, on - DAY)
    if on <= old.starts_on:
        raise Refused(_("The new post begins after the first day of the old one."))
    refuse_stranger(hand_to, old)
    if stays:
        old.ends_on = min(filter(None, [old.ends_on, on - DAY]))
        old.save(update_fields=["ends_on"])
    else:
        close(old, on - DAY, hand_to, by)
    new = opened(old.user, department, rank, on, None, edits_programs=stays and old.edits_programs)
    if stays:
        Deputy.objects.not_over().filter(post=old).update(post=new)
    note(old.user, by, "transferred", source=described(old), **described(new), reason=reason)
    return new


@transaction.atomic
def set_editing(post_id: int, yes: bool, *, reason: str = "", by: Capacity | None) -> Post:
    """Let the holder of a post edit programs of the department and below, or take that away."""
    post = locked_post(post_id)
    if by is not None:
        refuse(editing_refusal(by, post, yes))
    post.edits_programs = yes
    post.save(update_fields=["edits_programs"])
    kind = "editing_given" if yes else "editing_taken"
    note(post.user, by, kind, department=post.department.code, reason=reason)
    return post


def close(post: Post, on: date, hand_to: User | None, by: Capacity | None) -> None:
    """Write the end of a post, of who stands in for it and of what its holder stands in for; hand over."""
    post.ends_on = max(on, post.starts_on - DAY)
    post.successor = hand_to
    post.save(update_fields=["ends_on", "successor"])
    for deputy in Deputy.objects.not_over().filter(post=post) | standing_in(post):
        if deputy.ends_on is None or deputy.ends_on > on:
            deputy.ends_on = max(on, deputy.starts_on - DAY)
            deputy.save(update_fields=["ends_on"])
    if on <= timezone.localdate():
        hand_queue_over(post, hand_to, by)


def hand_queue_over(post: Post, to: User | None, by: Capacity | None) -> int:
    """Give the holder's queue to a colleague or back to the department, with its event; how many matters."""
    count = queues.hand_over(post.user, post.department, to, by=by, at=timezone.now())
    if count:
        department, heir = post.department.code, to.pk if to else None
        note(post.user, by, "queue_handed_over", department=department, to=heir, count=count)
    return count


def standing_in(post: Post) -> QuerySet[Deputy]:
    """What the holder of the post stands in for in the same department."""
    rows = Deputy.objects.not_over().filter(user=post.user_id)
    return rows.filter(post__department=post.department_id)


def opened(
    user: User,
    department: Department,
    rank: str,
    starts_on: date,
    ends_on: date | None,
    *,
    edits_programs: bool = False,
) -> Post:
    """A new post; refuses one that overlaps another in the department."""
    if not user.is_active:
        raise Refused(_("The account of %(person)s is closed. Open it again first.") % {"person": user})
    post = Post(user=user, department=department, rank=rank, starts_on=starts_on, ends_on=ends_on)
    post.edits_programs = edits_programs
    try:
        post.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    post.save(force_insert=True)
    return post


def described(post: Post) -> dict[str, object]:
    """A post for an event."""
    days = {"starts_on": post.starts_on, "ends_on": post.ends_on}
    return {"department": post.department.code, "rank": post.rank, **days}


def locked_person(user_id: int) -> User:
    """The person under their row lock: whoever decides on their appointments waits for it."""
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)


def locked_post(post_id: int) -> Post:
    """The post under the lock of its holder, as it is now."""
    user_id = Post.objects.values_list("user", flat=True).get(pk=post_id)
    user = locked_person(user_id)
    post = Post.objects.select_for_update(of=("self",)).select_related("department").get(pk=post_id)
    post.user = user
    return post


def refuse(sentence: str) -> None:
    """Raise the refusal unless it is empty."""
    if sentence:
        raise Refused(sentence)


def refuse_over(post: Post, on: date) -> None:
    """A post that is over does not end again, and nothing ends in the past."""
    today = timezone.localdate()
    if post.ends_on is not None and post.ends_on < today:
        raise Refused(_("This post has ended already."))
    if on < today - DAY:
        raise Refused(_("A post cannot end in the past. Choose today or a later day."))


def refuse_stranger(hand_to: User | None, post: Post) -> None:
    """Work is handed over to a colleague in the same department."""
    if hand_to is None:
        return
    own = hand_to.pk == post.user_id
    if own or not Post.objects.in_force().filter(user=hand_to, department=post.department_id).exists():
        raise Refused(
            _("%(person)s has no post in this department. Choose a colleague.") % {"person": hand_to}
        )
