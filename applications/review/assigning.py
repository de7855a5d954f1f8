"""With whom in the department an application lies: shown, taken, handed over."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import Application
from applications.intake.rules import assigning_refusal
from applications.intake.services import assign
from applications.intake.views.asking import with_application
from portal.accounts.capacities import Capacity, acting_as
from portal.accounts.models import Post, User
from portal.api.problems import Refused
from portal.ui.middleware import received_at


def officer(capacity: Capacity) -> User:
    """Whose queue is worked on: a deputy works on that of whom they stand in for."""
    return capacity.acting_for or capacity.user


def officers(application: Application) -> QuerySet[User]:
    """Everybody with a post in the department today, by name."""
    posts = Post.objects.in_force().filter(department=application.round.department_id)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


class AssignForm(forms.Form):
    """A colleague, or nobody."""

    to = forms.ModelChoiceField(
        User.objects.none(),
        label=gettext_lazy("Hand over to"),
        required=False,
        empty_label=gettext_lazy("Back to the department"),
    )

    def __init__(self, data: Any = None, *, application: Application) -> None:
        super().__init__(data, prefix="assign")
        self.initial = {"to": application.handler_id}
        self.fields["to"].queryset = officers(application)  # type: ignore[attr-defined]  # a choice of rows


@dataclass(frozen=True)
class Panel:
    """What the page offers: a form to give it to anybody, a button to take it, or the sentence why not."""

    form: AssignForm | None
    takes: bool
    refusal: str


def panel(application: Application, capacity: Capacity) -> Panel:
    """For this reader; nothing where the department does not handle the application."""
    me = officer(capacity)
    taking = assigning_refusal(application, me, capacity)
    giving = assigning_refusal(application, None, capacity) is None
    return Panel(
        AssignForm(application=application) if giving else None,
        takes=taking is None and application.handler_id != me.pk,
        refusal=taking or "",
    )


@with_application
def review_assign(request: HttpRequest, application: Application) -> HttpResponse:
    """Take an application, hand it over, or put it back."""
    capacity = acting_as(request)
    if capacity.department is None:
        raise Http404
    if request.method == "POST":  # else back from signing in
        try:
            to = officer(capacity) if "take" in request.POST else chosen(request, application)
            done = assign(application.pk, to, capacity=capacity, at=received_at(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, told(done))
    return redirect("review_application", pk=application.pk)


def chosen(request: HttpRequest, application: Application) -> User | None:
    """Whom the form names; refuses who is not in the department."""
    form = AssignForm(request.POST, application=application)
    if not form.is_valid():
        raise Refused(_("Choose a colleague of this department."))
    found: User | None = form.cleaned_data["to"]
    return found


def told(application: Application) -> str:
    """Where it lies now."""
    if application.handler is None:
        return _("%(number)s lies with the department again.") % {"number": application.number}
    names = {"number": application.number, "person": application.handler}
    return _("%(number)s lies with %(person)s now.") % names
