"""Which of the judged programs a page or the API shows: by kind, level, phase and group."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.models import Department
from programs.catalog.filters import KIND_CHOICES
from programs.catalog.models import Round
from programs.screening.judging import Group, Judged

ANY = ("", pgettext_lazy("of a filter", "Any"))
PHASES = (Round.Phase.OPEN, Round.Phase.UPCOMING)


class Choosing(forms.Form):
    """The filters; what is not known counts as not chosen."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[ANY, *KIND_CHOICES])
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[ANY, *Department.Level.choices])
    phase = forms.ChoiceField(
        label=_("Application phase"), required=False, choices=[ANY, *((p.value, p.label) for p in PHASES)]
    )
    group = forms.ChoiceField(required=False, choices=[ANY, *Group.choices], widget=forms.HiddenInput)

    def chosen(self) -> dict[str, str]:
        """What the address asks for and the form knows."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True)
class Counted:
    """A group with its programs."""

    group: Group
    rows: list[Judged]

    @property
    def count(self) -> int:
        return len(self.rows)


def narrowed(found: Iterable[Judged], chosen: Mapping[str, str], at: datetime) -> list[Judged]:
    """Those of a kind, of departments of a level, in a phase."""
    rows = list(found)
    if kind := chosen.get("kind"):
        rows = [row for row in rows if row.rule_set.kind == kind]
    if level := chosen.get("level"):
        offices = set(Department.objects.filter(level=level).values_list("pk", flat=True))
        rows = [row for row in rows if row.rule_set.department in offices]
    if phase := chosen.get("phase"):
        rows = [row for row in rows if row.rule_set.phase(at) == phase]
    return rows


def grouped(found: Iterable[Judged]) -> list[Counted]:
    """By group, the nearest first; every group is there."""
    rows = list(found)
    return [Counted(group, [row for row in rows if row.group == group]) for group in Group]
