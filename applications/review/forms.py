"""What an official fills in for an action: the fields follow from the transition's `needs`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.rules import needs
from applications.intake.services.transition import Inputs
from applications.intake.workflow import Transition
from portal.inbox.workdays import add_workdays

Build = Callable[[Application, bool, datetime], forms.Field]


def _items(application: Application, required: bool, at: datetime) -> forms.Field:
    return forms.CharField(
        label=_("Every point to correct, one per line"),
        help_text=_("All gaps at once: the applicant should not be asked twice."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=required,
        max_length=4000,
    )


def _due_on(application: Application, required: bool, at: datetime) -> forms.Field:
    return forms.DateField(
        label=_("Last day for the correction"),
        help_text=_("After this day the application closes without correction; the letter says so."),
        initial=add_workdays(timezone.localdate(at), application.round.correction_days),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        required=required,
    )


def _amount(application: Application, required: bool, at: datetime) -> forms.Field:
    return forms.DecimalField(
        label=_("Amount approved, yuan"),
        initial=application.amount_asked,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        required=required,
    )


def _note(application: Application, required: bool, at: datetime) -> forms.Field:
    return forms.CharField(
        label=_("Reason") if required else _("Note in the letter"),
        help_text=_("The applicant reads it in the letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=required,
        max_length=2000,
    )


BUILDERS: dict[str, Build] = {"items": _items, "due_on": _due_on, "amount": _amount, "note": _note}


class ActionForm(forms.Form):
    """The form of one transition on one application."""

    def __init__(
        self, data: Any = None, *, transition: Transition, application: Application, at: datetime
    ) -> None:
        super().__init__(data, prefix=transition.action)
        self.transition, needed = transition, needs(application, transition)
        for name, build in BUILDERS.items():
            if name in needed or name == "note":
                self.fields[name] = build(application, name in needed, at)

    def inputs(self) -> Inputs:
        """What the service takes; call after `is_valid`."""
        data = self.cleaned_data
        return Inputs(
            note=data["note"],
            items=[line.strip() for line in data.get("items", "").splitlines() if line.strip()],
            due_on=data.get("due_on"),
            amount=data.get("amount"),
        )


class CircularForm(forms.Form):
    """What a department writes to many applicants."""

    subject = forms.CharField(label=_("Subject"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_("{number}, {program} and {applicant} are replaced for each application."),
    )
