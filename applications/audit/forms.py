"""What an auditor asks for."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.audit.drawing import LEAST
from applications.audit.models import Finding, Sample
from applications.audit.services import MOST_SEED
from programs.catalog.models import Program

YEAR = timedelta(days=365)


def day(label: Any) -> forms.DateField:
    """A date, with the browser's calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))


class SampleForm(forms.Form):
    """A sample: from what, how much, and the seed where it was agreed on before."""

    title = forms.CharField(label=_("Title"), max_length=120)
    among = forms.ChoiceField(label=_("Drawn from applications"), choices=Sample.Among)
    program = forms.ModelChoiceField(
        Program.objects.order_by("title"), label=_("Program"), required=False, empty_label=_("All programs")
    )
    since = day(_("First day"))
    until = day(_("Last day"))
    percent = forms.DecimalField(
        label=_("Share in percent"),
        min_value=LEAST,
        max_value=Decimal(100),
        decimal_places=2,
        help_text=_("At least 5. It is rounded up to whole applications."),
    )
    seed = forms.CharField(
        label=_("Seed"),
        max_length=MOST_SEED,
        required=False,
        help_text=_(
            "Any text agreed on before, such as the day's lottery numbers. Empty: the portal makes one."
        ),
    )

    def __init__(self, data: Any = None) -> None:
        today = timezone.localdate()
        super().__init__(data, initial={"since": today - YEAR, "until": today, "percent": LEAST})


class FindingForm(forms.Form):
    """What was found in one application."""

    result = forms.ChoiceField(label=_("Finding"), choices=Finding.Result)
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
