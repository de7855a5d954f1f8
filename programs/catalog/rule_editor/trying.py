"""Trying a rule set out on one organization, as of any day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.capacities import Capacity
from portal.facts.reading import read
from portal.facts.values import FIRST_YEAR
from portal.organizations.models import Organization
from programs.catalog.models import Condition
from programs.eligibility.context import Context, Reading
from programs.eligibility.explaining import Finding, Result, explain
from programs.eligibility.judging import verdict

SHOWN = 8  # organizations named where several fit
WORDS = {Result.PASS: _("passes"), Result.FAIL: _("fails"), Result.UNKNOWN: _("unknown")}
DECLARED = _("to be declared")


@dataclass(frozen=True)
class Tried:
    """A condition and what was found of it; None where the applicant declares it."""

    condition: Condition
    finding: Finding | None

    @property
    def word(self) -> Any:
        return WORDS[self.finding.result] if self.finding else DECLARED

    @property
    def parts(self) -> list[tuple[Any, str]]:
        """Of a group, an exception or a standard: what was found of each test inside, and why."""
        inside = self.finding.children if self.finding else ()
        return [(WORDS[child.result], child.reason) for child in inside]


def named(words: str, capacity: Capacity | None) -> Organization:
    """The organization of a name, a part of it or a credit code, of those whose files one sees."""
    seen, words = Organization.objects.visible_to(capacity), words.strip()
    exact = seen.filter(Q(uscc=words.upper()) | Q(name=words)).first()
    fitting = [exact] if exact else list(seen.filter(name__icontains=words).order_by("name")[:SHOWN])
    if not fitting:
        raise ValidationError(gettext("No organization of that name or code is known to you."))
    if len(fitting) > 1:
        names = "；".join(organization.name for organization in fitting)
        raise ValidationError(gettext("Several fit: %(names)s. Write one name in full.") % {"names": names})
    found: Organization = fitting[0]
    return found


class TryForm(forms.Form):
    """An organization by name or code, and the day."""

    who = forms.CharField(
        label=_("Organization"),
        max_length=60,
        help_text=_("Its name, a part of it, or its credit code."),
        widget=AdminTextInputWidget(),
    )
    on = forms.DateField(label=_("As of"), required=False, help_text=_("Written 2026-12-31; empty: today."))

    def __init__(self, *args: Any, capacity: Capacity | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capacity = capacity

    def clean_who(self) -> Organization:
        """The one that fits, of those whose files one sees."""
        return named(self.cleaned_data["who"], self.capacity)

    def clean_on(self) -> date | None:
        """Files begin with the first year of figures."""
        day: date | None = self.cleaned_data["on"]
        if day and day.year < FIRST_YEAR:
            raise ValidationError(gettext("Write a day in or after %(year)s.") % {"year": FIRST_YEAR})
        return day


def tried(
    conditions: list[Condition], organization: Organization, context: Context
) -> tuple[list[Tried], Any]:
    """Each condition judged, and in words what all tests say together."""
    reading = Reading(read(organization, context.as_of), context)
    found = [
        Tried(line, explain(line.test, reading.file, context, reading) if line.test else None)
        for line in conditions
    ]
    findings = [line.finding for line in found if line.finding]
    return found, WORDS[verdict(findings)] if findings else DECLARED


def context_of(reference_year: int | None, on: date) -> Context:
    """The day, and the year whose “last year” counts."""
    return Context(on, reference_year or on.year)
