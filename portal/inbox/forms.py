"""What a person wants to be told, as a form: a row for each group that may be turned off, and quiet hours."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.inbox.kinds import Digest, Group
from portal.inbox.models import Preference, QuietHours
from portal.inbox.preferences import Wishes, usual
from portal.inbox.timing import Choice, Quiet


@dataclass(frozen=True)
class Row:
    """A group with its three fields."""

    group: Group
    email: BoundField
    sms: BoundField
    digest: BoundField


class ClockField(forms.TimeField):
    """A time of day in hours and minutes."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(
            widget=widget,
            error_messages={"invalid": gettext_lazy("Write a time such as 22:00.")},
            **options,
        )


class NotificationsForm(forms.Form):
    """The groups given, with what holds now; `mobile`: whether text messages can reach the person."""

    quiet = forms.BooleanField(label=gettext_lazy("Keep quiet hours"), required=False)
    begins = ClockField(label=pgettext_lazy("quiet hours", "From"))
    ends = ClockField(label=pgettext_lazy("quiet hours", "Until"))

    def __init__(
        self, groups: list[Group], wishes: Wishes, user_id: int, mobile: bool, data: Any = None
    ) -> None:
        hours = wishes.hours.get(user_id, Quiet())
        quiet = {"quiet": hours.begins is not None, "begins": hours.begins or QuietHours.BEGINS}
        super().__init__(data, initial={**quiet, "ends": hours.ends})
        self.groups = groups
        for group in groups:
            self._add(group, wishes.choices.get((user_id, group.key), usual(group)), mobile)

    def _add(self, group: Group, now: Choice, mobile: bool) -> None:
        label = group.label
        self.fields[f"email-{group.key}"] = forms.BooleanField(
            label=_("%(group)s by e-mail") % {"group": label}, initial=now.email, required=False
        )
        self.fields[f"sms-{group.key}"] = forms.BooleanField(
            label=_("%(group)s by text message") % {"group": label},
            initial=now.sms and mobile,
            required=False,
            disabled=not mobile,
        )
        self.fields[f"digest-{group.key}"] = forms.ChoiceField(
            label=_("When e-mails about %(group)s leave") % {"group": label},
            choices=Preference.Digest,
            initial=now.digest.value,
        )

    def rows(self) -> Iterator[Row]:
        """The groups as the page shows them."""
        for group in self.groups:
            yield Row(
                group, self[f"email-{group.key}"], self[f"sms-{group.key}"], self[f"digest-{group.key}"]
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors and values["begins"] == values["ends"]:
            self.add_error("ends", _("Quiet hours begin and end at different times."))
        return values

    def choices(self) -> dict[str, Choice]:
        """What was chosen, by group."""
        found = self.cleaned_data
        return {
            group.key: Choice(
                found[f"email-{group.key}"], found[f"sms-{group.key}"], Digest(found[f"digest-{group.key}"])
            )
            for group in self.groups
        }

    def quiet_hours(self) -> Quiet:
        """The quiet hours entered."""
        found = self.cleaned_data
        begins = found["begins"] if found["quiet"] else None
        return Quiet(begins, found["ends"])
