"""Boundary of the pages: how a list is drawn up, what is changed, what the minutes say."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from applications.ranking.allotting import Outcome
from applications.ranking.drawing import Choice
from applications.ranking.models import Ranking
from applications.ranking.reckoning import AMOUNT, MOVED, OUTCOME, SETTLED, Change

LIFTED = "lifted"
BETWEEN = re.compile(r"[;；]")


def money_field(label: Any, **more: Any) -> forms.DecimalField:
    """An amount in yuan."""
    box = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(
        label=label, max_digits=16, decimal_places=2, min_value=Decimal(0), widget=box, **more
    )


class DrawingForm(forms.Form):
    """How the list is drawn up."""

    method = forms.ChoiceField(
        label=gettext_lazy("Ranked by"), choices=Ranking.Method, initial=Ranking.Method.MEAN
    )
    budget = money_field(gettext_lazy("Budget, yuan"), required=False)
    least = forms.DecimalField(
        label=gettext_lazy("Least score"),
        help_text=gettext_lazy("Below it nothing is supported. Empty: no such score."),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    spread = forms.DecimalField(
        label=gettext_lazy("Reviews are far apart from (points)"),
        initial=20,
        min_value=1,
        max_value=100,
        decimal_places=2,
    )
    grouping = forms.ChoiceField(label=gettext_lazy("Quotas by"), choices=Ranking.Grouping, required=False)
    quotas = forms.CharField(
        label=pgettext_lazy("ranking", "Quotas, one per line"),
        help_text=gettext_lazy("Name of the group, a semicolon, how many at most: 静安区；5"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def clean_quotas(self) -> dict[str, int]:
        """{name: most}."""
        found = {}
        for line in lines(self.cleaned_data["quotas"]):
            name, *rest = (part.strip() for part in BETWEEN.split(line))
            if not name or len(rest) != 1 or not rest[0].isdecimal():
                raise forms.ValidationError(
                    _("Write “%(line)s” as a name, a semicolon and a whole number.") % {"line": line}
                )
            found[name] = int(rest[0])
        return found

    def clean(self) -> dict[str, Any]:
        """Quotas need what they are counted by."""
        data = super().clean() or {}
        if data.get("quotas") and not data.get("grouping"):
            self.add_error("grouping", _("Choose what the quotas are counted by."))
        return data

    def choice(self) -> Choice:
        """What the service takes; call after `is_valid`."""
        return Choice(**self.cleaned_data)


class ChangeForm(forms.Form):
    """One change of one line, with its reason."""

    KINDS = (
        (SETTLED, gettext_lazy("Leave it where it is")),
        (MOVED, gettext_lazy("Move to position")),
        (AMOUNT, gettext_lazy("Set the amount, yuan")),
        (Outcome.RESERVE.value, gettext_lazy("Put on the reserve list")),
        (Outcome.DECLINE.value, pgettext_lazy("outcome", "Do not support")),
        (LIFTED, gettext_lazy("Hold it back no longer")),
    )
    application = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What to change"), choices=KINDS)
    value = forms.CharField(label=gettext_lazy("New value"), max_length=20, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)

    def change(self) -> Change:
        """What the service takes; call after `is_valid`."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        value = data["value"].replace(",", "").strip()
        if kind in (*Outcome.values, LIFTED):
            kind, value = OUTCOME, "" if kind == LIFTED else kind
        return Change(kind, str(data["application"]), value, data["reason"])


class MeetingForm(forms.Form):
    """What the minutes of the meeting say."""

    number = forms.CharField(label=gettext_lazy("Number of the minutes"), max_length=60)
    held_on = forms.DateField(
        label=gettext_lazy("Held on"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d"],
        initial=timezone.localdate,
    )
    attendees = forms.CharField(
        label=gettext_lazy("Attendees, one per line"), widget=forms.Textarea(attrs={"rows": 5})
    )
    recusals = forms.CharField(
        label=gettext_lazy("Recusals, one per line"),
        help_text=gettext_lazy("Name; number of the application; reason. Empty: nobody had to stay out."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    minutes = forms.FileField(label=gettext_lazy("Minutes, signed"))

    def clean_attendees(self) -> list[str]:
        """Names in the order written, each once."""
        return list(dict.fromkeys(lines(self.cleaned_data["attendees"])))

    def clean_recusals(self) -> list[dict[str, str]]:
        """[{"person", "number", "reason"}]."""
        found = []
        for line in lines(self.cleaned_data["recusals"]):
            parts = [part.strip() for part in BETWEEN.split(line, maxsplit=2)]
            if len(parts) != 3 or not all(parts):
                raise forms.ValidationError(
                    _("Write “%(line)s” as name; number of the application; reason.") % {"line": line}
                )
            found.append(dict(zip(("person", "number", "reason"), parts, strict=True)))
        return found


def lines(text: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]
