"""What a station fills in: the opinion, the order of preference, points to correct."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.intake.models import Application
from applications.intake.services.correcting import LONGEST
from applications.intake.services.transition import Inputs
from applications.stations.services import Choice
from portal.inbox.workdays import add_workdays

VERDICTS = [("yes", _("Recommended")), ("no", _("Not recommended"))]


class OpinionForm(forms.Form):
    """The opinion on one application or on all of one letter."""

    opinion = forms.CharField(
        label=_("Opinion"),
        help_text=_("The applicants and the officials read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )


class LineForm(forms.Form):
    """One application of a letter."""

    verdict = forms.ChoiceField(label=_("Recommended?"), choices=VERDICTS, initial="yes")
    place = forms.IntegerField(
        label=_("Order of preference"),
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.application = application

    def choice(self) -> Choice:
        """What the service takes; call after `is_valid`."""
        positive = self.cleaned_data["verdict"] == "yes"
        return Choice(self.application.pk, positive, self.cleaned_data["place"] if positive else None)


def line_forms(rows: Sequence[Application], data: Any = None) -> list[LineForm]:
    """A form for each application, in the order given."""
    return [
        LineForm(data, prefix=str(row.pk), initial={"place": place}, application=row)
        for place, row in enumerate(rows, 1)
    ]


class ReturnForm(forms.Form):
    """Points that the applicant has to correct before the station recommends."""

    items = forms.CharField(
        label=_("Points to correct, one per line"),
        help_text=_("Tell all gaps at once."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    due_on = forms.DateField(
        label=_("Last day for the correction"),
        help_text=_("After this day the application closes without correction; the letter says so."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, data: Any = None, *, application: Application, at: datetime) -> None:
        days = application.round.correction_days
        super().__init__(data, initial={"due_on": add_workdays(timezone.localdate(at), days)})

    def clean_items(self) -> list[str]:
        """The lines."""
        lines = [line.strip() for line in self.cleaned_data["items"].splitlines() if line.strip()]
        if any(len(line) > LONGEST for line in lines):
            raise forms.ValidationError(_("Keep each point under %(n)s characters.") % {"n": LONGEST})
        return lines

    def inputs(self) -> Inputs:
        """What the service takes; call after `is_valid`."""
        return Inputs(items=self.cleaned_data["items"], due_on=self.cleaned_data["due_on"])
