"""Forms of the admin: a round's settings in words people type, and moving a deadline."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.inbox import kinds
from portal.inbox.offsets import Offset
from programs.catalog.models import Program, Round
from programs.catalog.reminding import all_offsets, own_offsets
from programs.catalog.terms.forms import TermsField

APPLICANT_KINDS = [
    ("organization", gettext_lazy("Organizations")),
    ("team", gettext_lazy("Teams")),
    ("person", gettext_lazy("Persons")),
]


class OffsetsField(forms.Field):
    """Times before a deadline, written 14d, 5w, 3h, the longest first; `zero`: none may lie in between."""

    def __init__(self, *, zero: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.zero = zero

    def to_python(self, value: Any) -> list[Offset]:
        parts = [part for part in re.split(r"[,，、\s]+", str(value or "").lower()) if part]
        found = {self.offset(part) for part in parts}
        return sorted(found, key=lambda offset: (-offset.rough_hours, offset.unit))

    def offset(self, part: str) -> Offset:
        """The time that 3d, 5w or 12h stands for."""
        try:
            found = Offset.parse(part)
            if found.n or self.zero:
                return found
        except ValueError:
            pass
        sentence = _("“%(part)s” is not a time. Write days as 7d, working days as 5w and hours as 3h.")
        raise ValidationError(sentence % {"part": part})


def written(offsets: Iterable[Offset]) -> str:
    """Offsets as they are typed."""
    return ", ".join(offset.code for offset in offsets)


class RemindersWidget(forms.MultiWidget):
    """A line for each kind of reminder, with its name."""

    template_name = "admin/catalog/reminders_widget.html"

    def __init__(self) -> None:
        super().__init__({kind.key: forms.TextInput(attrs={"size": 40}) for kind in kinds.per_round()})

    def decompress(self, value: Any) -> list[str]:
        return [value.get(kind.key, "") for kind in kinds.per_round()] if value else []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for kind, part in zip(kinds.per_round(), context["widget"]["subwidgets"], strict=True):
            part["label"] = kind.label
            part["after"] = kind.after
        return context


class RemindersField(forms.MultiValueField):
    """The offsets of each kind of reminder."""

    def __init__(self, **options: Any) -> None:
        fields = [OffsetsField(required=False, zero=kind.after) for kind in kinds.per_round()]
        super().__init__(fields, widget=RemindersWidget, require_all_fields=False, required=False, **options)

    def compress(self, data_list: list[list[Offset]]) -> dict[str, list[Offset]]:
        found = data_list or [[]] * len(self.fields)
        return dict(zip([kind.key for kind in kinds.per_round()], found, strict=True))


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "terms" in self.fields:
            program = self.instance
            self.fields["terms"] = TermsField(
                program.kind,
                program.clauses.select_related("document"),
                label=gettext_lazy("terms"),
                help_text=gettext_lazy(
                    "Each value with the clause that states it, written document#clause. What no clause"
                    " states stays empty: the page says that it is not stated."
                ),
            )

    def clean_kind(self) -> str:
        """Terms belong to a kind: they have to go before it changes."""
        kind: str = self.cleaned_data["kind"]
        if self.instance.terms and kind != self.initial.get("kind", kind):
            raise ValidationError(_("Clear the terms first and save: another kind has other terms."))
        return kind


class RoundForm(forms.ModelForm):
    """A round's settings."""

    applicant_kinds = forms.MultipleChoiceField(
        choices=APPLICANT_KINDS, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("who may apply")
    )

    class Meta:
        model = Round
        fields = "__all__"  # noqa: DJ007  the admin names them
        help_texts = {
            "opens_at": gettext_lazy("Beijing time, such as 2026-12-06 and 17:00."),
            "closes_at": gettext_lazy("Beijing time. Empty: open all year."),
            "grace_minutes": gettext_lazy(
                "So long after the deadline a submission is still taken whose final check began before it."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reminders" in self.fields:
            self.fields["reminders"] = RemindersField(
                label=gettext_lazy("reminders"),
                help_text=gettext_lazy(
                    "Days as 7d, working days as 5w, hours as 3h, separated by commas. Empty: none."
                ),
            )
            found = all_offsets(self.instance)
            self.initial["reminders"] = {key: written(offsets) for key, offsets in found.items()}

    def clean_reminders(self) -> dict[str, Any]:
        """What the round has to keep."""
        return own_offsets(self.cleaned_data["reminders"])


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
