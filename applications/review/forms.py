"""What an official fills in for an action: the fields follow from the transition's `needs`."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.rules import needs
from applications.intake.services.correcting import LONGEST, PointInput
from applications.intake.services.transition import Inputs
from applications.intake.workflow import HIDDEN_EVENTS, Transition
from applications.review.checking import Gap
from portal.inbox.workdays import add_workdays
from programs.forms.screens import questions

Build = Callable[[Application, bool, datetime], forms.Field]


def _items(application: Application, required: bool, at: datetime) -> forms.Field:
    return forms.CharField(
        label=_("Other points to correct, one per line"),
        help_text=_(
            "Write a point beside the answer it is about: then only that answer opens. A point written here "
            "opens the whole application. Tell all gaps at once."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
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


def _say_who_reads(note: forms.Field, transition: Transition, application: Application) -> None:
    """A step without a letter shows its note to the applicant in the history, or to nobody outside."""
    target = transition.target(application)
    if target.letter or transition.letter:
        return
    if not note.required:
        note.label = _("Note")
    if (target.event or transition.event) in HIDDEN_EVENTS:
        note.help_text = _("It stays within the office: the applicant does not read it.")
    else:
        note.help_text = _("The applicant reads it in the history of the application.")


def _gap(gap: Gap) -> forms.Field:
    return forms.CharField(
        label=gap.label,
        help_text=_("Empty it to leave the point out of the letter."),
        initial=gap.sentence,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST,
    )


BUILDERS: dict[str, Build] = {"items": _items, "due_on": _due_on, "amount": _amount, "note": _note}


class ActionForm(forms.Form):
    """The form of one transition on one application.

    `gaps`: what the formal check found; the letter is drafted from it.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        transition: Transition,
        application: Application,
        at: datetime,
        gaps: Sequence[Gap] = (),
    ) -> None:
        super().__init__(data, prefix=transition.action)
        self.transition, self.application = transition, application
        needed = needs(application, transition)
        self.gaps = [gap for gap in gaps if not gap.fatal] if "items" in needed else []
        for gap in self.gaps:
            self.fields[f"check-{gap.key}"] = _gap(gap)
        for name, build in BUILDERS.items():
            if name in needed or name == "note":
                self.fields[name] = build(application, name in needed, at)
        _say_who_reads(self.fields["note"], transition, application)
        if transition.action == "refuse":
            self.initial["note"] = "\n".join(gap.sentence for gap in gaps if gap.fatal)

    @property
    def found_points(self) -> list[PointInput]:
        """The gaps of the check as the letter will say them; an emptied one is left out."""
        keys = {question.key for question in questions(self.application.form_version)}
        said = [(gap, self.cleaned_data.get(f"check-{gap.key}", "").strip()) for gap in self.gaps]
        return [PointInput(gap.question if gap.question in keys else "", text) for gap, text in said if text]

    @property
    def typed_points(self) -> dict[str, str]:
        """What was written beside the answers, by question, in the order of the form."""
        if not self.is_bound or "items" not in self.fields:
            return {}
        keys = [question.key for question in questions(self.application.form_version)]
        found = {key: self.data.get(self.add_prefix(f"point-{key}"), "").strip() for key in keys}
        return {key: text for key, text in found.items() if text}

    def clean_items(self) -> list[str]:
        """The lines; there has to be a point, here or beside an answer."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if not lines and not self.typed_points and not self.found_points:
            raise forms.ValidationError(
                _("Write every point to be corrected beside its answer, or here; all at once.")
            )
        if any(len(text) > LONGEST for text in [*lines, *self.typed_points.values()]):
            raise forms.ValidationError(_("Keep each point under %(n)s characters.") % {"n": LONGEST})
        return lines

    def inputs(self) -> Inputs:
        """What the service takes; call after `is_valid`."""
        data, found = self.cleaned_data, self.found_points
        typed = [PointInput(key, text) for key, text in self.typed_points.items()]
        return Inputs(
            note=data["note"],
            items=[*(point.sentence for point in found if not point.question), *data.get("items", [])],
            points=[*(point for point in found if point.question), *typed],
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
