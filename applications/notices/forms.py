"""Boundary of the pages: the words of a notice, an objection, an answer."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from applications.notices.models import Notice, Objection
from applications.notices.objecting import Statement
from applications.notices.preparing import Corrected, Words

LEAST_DAYS = 5  # working days: what the rules of every city read for this ask at least


def offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Give a field the choices that only the page knows."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class NoticeForm(forms.Form):
    """What an official writes for a list."""

    title = forms.CharField(label=_("Title"), max_length=150)
    text = forms.CharField(
        label=_("Text above the list"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    contact = forms.CharField(
        label=_("Where to object"),
        help_text=_("Department, address and telephone. How to object stands on the page already."),
        max_length=300,
    )
    days = forms.IntegerField(
        label=_("Working days on public notice"), min_value=LEAST_DAYS, max_value=60, initial=LEAST_DAYS
    )
    project = forms.ChoiceField(label=_("Question that names the project"), required=False)
    leader = forms.ChoiceField(label=_("Question that names the project leader"), required=False)
    feedback = forms.ChoiceField(
        label=pgettext_lazy("result", "What applicants read of the reviews"),
        choices=Notice.Feedback,
        initial=Notice.Feedback.NONE,
    )

    def __init__(
        self, data: Any = None, *, kind: str, questions: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(data, **more)
        choices = [("", _("Leave the column empty")), *questions]
        for name in ("project", "leader"):
            offer(self, name, choices)
            guess = next((key for key, _label in questions if name in key), "")
            self.fields[name].initial = guess
        if kind == Notice.Kind.PROPOSED:
            del self.fields["feedback"]
        else:
            del self.fields["days"]

    def words(self) -> Words:
        """What the service takes; call after `is_valid`."""
        return Words(**{"days": LEAST_DAYS} | self.cleaned_data)


class CorrectionForm(forms.Form):
    """How a line should have read, and why."""

    unit = forms.CharField(label=_("Unit"), max_length=120)
    project = forms.CharField(label=_("Project"), max_length=200, required=False)
    leader = forms.CharField(label=_("Project leader"), max_length=60, required=False)
    recommender = forms.CharField(label=_("Recommending unit"), max_length=120, required=False)
    amount = forms.DecimalField(
        label=_("Amount, yuan"),
        max_digits=14,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label=_("What was wrong, and why"),
        help_text=_("Everybody reads it above the corrected line."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def corrected(self) -> Corrected:
        """What the service takes; call after `is_valid`."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return Corrected(**data)


class SeveralFilesInput(forms.ClearableFileInput):
    """Takes more than one file."""

    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """A list of uploads."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each checked as one upload is."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            super().clean(None, initial)
        return [super(SeveralFiles, self).clean(one, initial) for one in given]


class ObjectionForm(forms.Form):
    """An objection with the true name of who makes it."""

    kind = forms.ChoiceField(
        label=_("You object as"), choices=Objection.Kind, widget=forms.RadioSelect, initial="person"
    )
    name = forms.CharField(label=_("Your name, or the organization's"), max_length=120)
    identity = forms.CharField(
        label=_("Identity number, or the organization's credit code"),
        help_text=_("Anonymous objections are not taken. Only the officials who handle this read it."),
        max_length=40,
    )
    contact = forms.CharField(label=_("Telephone or e-mail"), max_length=120)
    line = forms.TypedChoiceField(label=_("About"), required=False, coerce=int, empty_value=None)
    text = forms.CharField(
        label=_("Your objection and what it rests on"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    evidence = SeveralFiles(
        label=_("Evidence"),
        help_text=_("An organization uploads its sealed letter. At most 5 files."),
        required=False,
    )

    def __init__(self, *args: Any, notice: Notice, **more: Any) -> None:
        super().__init__(*args, **more)
        lines = [(line.position, f"{line.position}. {line.unit}") for line in notice.lines.all()]
        offer(self, "line", [("", _("The whole list")), *lines])

    def statement(self) -> Statement:
        """What the service takes; call after `is_valid`."""
        return Statement(**{name: value for name, value in self.cleaned_data.items() if name != "evidence"})


class CodeForm(forms.Form):
    """The receipt code of an objection."""

    code = forms.CharField(
        label=_("Receipt code"),
        help_text=_("Shown once on the page after the objection was sent."),
        max_length=40,
    )


class ReasonForm(forms.Form):
    """Why somebody has to know who objects."""

    reason = forms.CharField(label=_("Why you need to know who it is"), max_length=300)


class AnswerForm(forms.Form):
    """A decision on an objection or an appeal, with its reasons."""

    CHOICES = (
        ("rejected", pgettext_lazy("objection", "Not upheld")),
        ("upheld", pgettext_lazy("objection", "Upheld")),
    )
    state = forms.ChoiceField(label=_("Decision"), choices=CHOICES, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Answer with its reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5})
    )

    @property
    def upheld(self) -> bool:
        """Call after `is_valid`."""
        return bool(self.cleaned_data["state"] == "upheld")


class FollowForm(forms.Form):
    """What follows from an appeal or objection that was upheld."""

    words = forms.CharField(
        label=_("What is done, and why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AppealForm(forms.Form):
    """Why the decision should be looked at again."""

    text = forms.CharField(label=_("Your reasons"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
