"""What can be done with a post, as data: the page shows a form for each, one view carries them out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts import services
from portal.accounts.appointment_rules import absence_refusal, admin_refusal, editing_refusal, manage_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.department.forms import (
    AbsenceForm,
    EditingForm,
    EndForm,
    HandOverForm,
    PostForm,
    TransferForm,
)
from portal.accounts.models import Post

Given = dict[str, Any]


@dataclass(frozen=True)
class Action:
    """One thing to do with a post: the button's words, what follows, its form, who may, and the door."""

    key: str
    label: str | Promise
    note: str | Promise
    form: type[PostForm]
    refusal: Callable[[Capacity, Post], str]
    act: Callable[[Post, Given, Capacity], object]


def _manages(capacity: Capacity, post: Post) -> str:
    return manage_refusal(capacity, post.department)


def _transfer(post: Post, given: Given, by: Capacity) -> object:
    """Where no department was asked, it stays the same."""
    facts = {"department": post.department, "hand_to": None, **given}
    return services.transfer(post.pk, **facts, by=by)


ACTIONS = (
    Action(
        "leave",
        _("Enter a leave"),
        _("The work and whatever comes in goes to the deputy from the first day to the last."),
        AbsenceForm,
        absence_refusal,
        lambda post, given, by: services.enter_leave(post.pk, **given, by=by),
    ),
    Action(
        "deputy",
        _("Name a deputy"),
        _("The deputy may act for the holder; what they do is recorded as done by the deputy."),
        AbsenceForm,
        absence_refusal,
        lambda post, given, by: services.name_deputy(post.pk, **given, by=by),
    ),
    Action(
        "hand_over",
        _("Hand the work over"),
        _("Everything listed under “Work” goes there at once."),
        HandOverForm,
        absence_refusal,
        lambda post, given, by: services.hand_over(post.pk, given["to"], by=by),
    ),
    Action(
        "transfer",
        _("Change the post"),
        _("One post ends and another begins; both stay in the history."),
        TransferForm,
        _manages,
        _transfer,
    ),
    Action(
        "edit_programs",
        _("Let edit programs"),
        _("Programs, rounds and forms of the department and of those below it, in the administration."),
        EditingForm,
        lambda capacity, post: editing_refusal(capacity, post, True),
        lambda post, given, by: services.set_editing(post.pk, True, **given, by=by),
    ),
    Action(
        "edit_no_programs",
        _("Let edit programs no longer"),
        _("What they published stays. What they handed over and is not public yet is not published."),
        EditingForm,
        lambda capacity, post: editing_refusal(capacity, post, False),
        lambda post, given, by: services.set_editing(post.pk, False, **given, by=by),
    ),
    Action(
        "end",
        _("End the post"),
        _("The work is handed over when the last day has come. The name stays in every history."),
        EndForm,
        _manages,
        lambda post, given, by: services.end_post(post.pk, **given, by=by),
    ),
)
BY_KEY = {action.key: action for action in ACTIONS}


@dataclass(frozen=True)
class Panel:
    """An action as the page shows it."""

    action: Action
    form: PostForm
    opened: bool


def form_of(action: Action, post: Post, capacity: Capacity, data: Any = None) -> PostForm:
    """The action's form on this post."""
    crosses = not admin_refusal(capacity)
    return action.form(data, post=post, may_cross=crosses, prefix=action.key)


def panels(post: Post, capacity: Capacity, bound: PostForm | None = None) -> list[Panel]:
    """The actions that the capacity may carry out; the one sent with a slip stays open."""
    found = []
    for action in ACTIONS:
        if action.refusal(capacity, post):
            continue
        mine = bound is not None and bound.prefix == action.key
        found.append(Panel(action, bound if mine and bound else form_of(action, post, capacity), mine))
    return found
