"""Forms of the admin: a round's settings in words people type, and moving a deadline."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.catalog.models import Program, Round, default_reminder_offsets

APPLICANT_KINDS = [
    ("organization", gettext_lazy("Organizations")),
    ("team", gettext_lazy("Teams")),
    ("person", gettext_lazy("Persons")),
]
UNITS = {"d": "days", "h": "hours"}
OFFSET = re.compile(r"(\d{1,3})([dh])")


class OffsetsField(forms.CharField):
    """Times before a deadline, written 14d, 7d, 3h."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(written, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        parts = [part for part in re.split(r"[,，、\s]+", str(value or "").lower()) if part]
        return sorted({offset(part) for part in parts}, reverse=True)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial or []) != self.to_python(data)
        except ValidationError:
            return True

    def run_validators(self, value: Any) -> None:
        """Each part is checked when it is read."""


def offset(part: str) -> timedelta:
    """The time that 3d or 12h stands for."""
    found = OFFSET.fullmatch(part)
    if not found or not int(found[1]):
        raise ValidationError(
            _("“%(part)s” is not a time. Write days as 7d and hours as 3h.") % {"part": part}
        )
    return timedelta(**{UNITS[found[2]]: int(found[1])})


def written(value: timedelta) -> str:
    """A time before the deadline as it is typed."""
    hours = round(value.total_seconds() / 3600)
    return f"{hours // 24}d" if hours % 24 == 0 else f"{hours}h"


class ProgramForm(forms.ModelForm):
    """A program's own words."""

    class Meta:
        model = Program
        fields = "__all__"  # noqa: DJ007  the admin names them
        help_texts = {
            "slug": gettext_lazy(
                "Part of the address: small letters, figures and hyphens, such as innovation-voucher. "
                "It stays once the program is published."
            ),
            "summary": gettext_lazy("One sentence, shown in lists and under the title."),
        }


class RoundForm(forms.ModelForm):
    """A round's settings."""

    applicant_kinds = forms.MultipleChoiceField(
        choices=APPLICANT_KINDS, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("who may apply")
    )
    reminder_offsets = OffsetsField(
        required=False,
        initial=default_reminder_offsets,
        label=gettext_lazy("remind before the deadline"),
        help_text=gettext_lazy("Days as 7d, hours as 3h, separated by commas."),
    )

    class Meta:
        model = Round
        fields = "__all__"  # noqa: DJ007  the admin names them
        help_texts = {
            "opens_at": gettext_lazy("Beijing time, such as 2026-12-06 and 17:00."),
            "closes_at": gettext_lazy("Beijing time. Empty: open all year."),
            "grace_minutes": gettext_lazy(
                "What arrives so many minutes after the deadline is still in time. Applicants do not see it."
            ),
        }


class DeadlineForm(forms.Form):
    """Where a deadline moves, and why."""

    closes_at = forms.SplitDateTimeField(
        label=gettext_lazy("new deadline"), widget=AdminSplitDateTime, required=False
    )
    open_all_year = forms.BooleanField(label=gettext_lazy("no deadline: open all year"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("reason"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=gettext_lazy("Needed when the deadline comes earlier. Everybody with a draft reads it."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and bool(values.get("closes_at")) == bool(values.get("open_all_year")):
            raise ValidationError(_("Give a new deadline, or tick that the round is open all year."))
        return values
