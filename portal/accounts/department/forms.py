"""What is asked before a post, a deputy, a leave or an account changes."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Department, Post, Role, User
from portal.accounts.services.standing import ADMIN


class DayInput(forms.DateInput):
    """A date, with the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day, today where it must be given."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=DayInput(),
        input_formats=["%Y-%m-%d"],
        initial=timezone.localdate if required else None,
    )


def last_day() -> forms.DateField:
    """The end of a period that may stay open."""
    return day(
        _("Last day"), required=False, help_text=_("That day is included. Empty: until further notice.")
    )


def reason() -> forms.CharField:
    """Why: kept in the history."""
    return forms.CharField(
        label=_("Reason"), max_length=300, required=False, help_text=_("Kept in the history.")
    )


class Colleague(forms.ModelChoiceField):
    """Somebody else with a post in the department today."""

    def __init__(self, label: Any, *, required: bool) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            required=required,
            empty_label=_("Choose a colleague") if required else _("Back to the department"),
        )


class PostForm(forms.Form):
    """A form about one post: its choices of people are the holder's colleagues."""

    def __init__(self, data: Any = None, *, post: Post, may_cross: bool = False, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        for field in self.fields.values():
            if isinstance(field, Colleague):
                field.queryset = colleagues(post)


def colleagues(post: Post) -> Any:
    """Others with a post in the department today, by name."""
    posts = Post.objects.in_force().filter(department=post.department_id).exclude(user=post.user_id)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


class EndForm(PostForm):
    """The last day of a post, and who takes the work over."""

    on = day(_("Last day"), help_text=_("In force until the end of this day."))
    hand_to = Colleague(_("Hand the work over to"), required=False)
    reason = reason()


class TransferForm(PostForm):
    """A new rank, for an administrator in another department too."""

    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"), empty_label=None)
    rank = forms.ChoiceField(label=pgettext_lazy("post", "Rank"), choices=Post.Rank)
    on = day(_("First day of the new post"), help_text=_("The old post ends the day before."))
    hand_to = Colleague(_("Hand the work over to"), required=False)
    reason = reason()

    def __init__(self, data: Any = None, *, post: Post, may_cross: bool = False, prefix: str = "") -> None:
        super().__init__(data, post=post, prefix=prefix)
        self.initial = {"department": post.department_id, "rank": post.rank}
        self.department_of_post = post.department
        if not may_cross:
            del self.fields["department"], self.fields["hand_to"]


class AbsenceForm(PostForm):
    """A colleague and a period."""

    deputy = Colleague(_("Deputy"), required=True)
    starts_on = day(_("First day"))
    ends_on = last_day()
    reason = reason()


class HandOverForm(PostForm):
    """Who gets everything that lies with the holder."""

    to = Colleague(_("Hand the work over to"), required=False)


class EditingForm(PostForm):
    """Why the holder edits programs from now on, or no longer."""

    reason = reason()


class InviteForm(forms.Form):
    """An address and the post that is offered to it."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The link opens only for an account with this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    rank = forms.ChoiceField(label=pgettext_lazy("post", "Rank"), choices=Post.Rank)
    starts_on = day(_("First day"))
    ends_on = last_day()
    language = forms.ChoiceField(label=_("Language of the e-mail"), choices=settings.LANGUAGES)


class AppointForm(forms.Form):
    """A post for somebody who has an account."""

    department = forms.ModelChoiceField(Department.objects.all(), label=_("Department"))
    rank = forms.ChoiceField(label=pgettext_lazy("post", "Rank"), choices=Post.Rank)
    starts_on = day(_("First day"))
    ends_on = last_day()
    reason = reason()


class RoleForm(forms.Form):
    """A role that belongs to no department."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("person", "Role"), choices=[*Role.Kind.choices, (ADMIN, _("Administrator"))]
    )
    ends_on = last_day()
    reason = reason()


class CloseForm(forms.Form):
    """Why an account is closed, and who takes the work over."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the history."))
    hand_to = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Hand the work over to"),
        required=False,
        empty_label=_("Back to the department"),
    )

    def __init__(self, data: Any = None, *, person: User, prefix: str = "") -> None:
        super().__init__(data, prefix=prefix)
        departments = Post.objects.in_force().filter(user=person).values("department")
        posts = Post.objects.in_force().filter(department__in=departments).exclude(user=person)
        self.fields["hand_to"].queryset = (  # type: ignore[attr-defined]  # a choice of rows
            User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")
        )


class OpenForm(forms.Form):
    """Why an account is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Kept in the history."))
