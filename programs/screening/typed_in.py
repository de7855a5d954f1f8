"""What a visitor typed in: at most six questions, kept in the session, read as if it were a file."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.facts.models import Qualification
from portal.facts.reading import File
from portal.facts.values import Key
from portal.organizations.choices import industry_choices, region_choices
from portal.organizations.models import Organization
from portal.reference.models import Industry, Region

SESSION_KEY = "what_can_we_get"
WAN = Decimal(10_000)
FIGURES = ("revenue", "rd_expense", "staff")
MONEY = ("revenue", "rd_expense")
NONE = "none"
# Which question fills in a fact.
ASKED = {
    "kind": "kind",
    "registered_region": "region",
    "tax_region": "region",
    "founded_on": "founded_on",
    "industry": "industry",
    "qualifications_listed_on": "qualifications",
} | {name: name for name in FIGURES}


def _amount(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=6,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class Questionnaire(forms.Form):
    """The six questions. Everything may be left open; what is open stays unknown. Amounts in 万元."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of organization are you?"), required=False)
    region = forms.ModelChoiceField(
        Region.objects.filter(valid_to__isnull=True),
        label=gettext_lazy("Where are you registered, and where do you pay tax?"),
        help_text=gettext_lazy("If these are two places, choose the first; the file has room for both."),
        required=False,
    )
    founded_on = forms.DateField(
        label=gettext_lazy("When were you founded?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write the day as 2019-03-31.")},
    )
    industry = forms.ModelChoiceField(
        Industry.objects.filter(section__isnull=False),
        label=gettext_lazy("In which industry?"),
        required=False,
    )
    revenue = _amount(gettext_lazy("Revenue, in 10,000 yuan"))
    rd_expense = _amount(gettext_lazy("R&D expense, in 10,000 yuan"))
    staff = forms.IntegerField(
        label=gettext_lazy("Staff, people on average"), required=False, min_value=0, max_value=10**7
    )
    qualifications = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these do you hold today?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [("", "—"), *Organization.Kind.choices]
        fields["region"].widget.choices = region_choices()
        fields["industry"].widget.choices = industry_choices()
        fields["qualifications"].choices = [*Qualification.Kind.choices, (NONE, _("None of these"))]

    def clean_founded_on(self) -> date | None:
        """No organization is founded tomorrow."""
        founded: date | None = self.cleaned_data["founded_on"]
        if founded and founded > timezone.localdate():
            raise ValidationError(_("This day lies in the future."))
        return founded

    def clean_qualifications(self) -> list[str]:
        """None of them and one of them cannot both be."""
        chosen: list[str] = self.cleaned_data["qualifications"]
        if NONE in chosen and len(chosen) > 1:
            raise ValidationError(_("You chose “None of these” and others. Take one of the two back."))
        return chosen

    def clean(self) -> dict[str, Any]:
        """At least one answer, else there is nothing to go by."""
        found = super().clean() or self.cleaned_data
        if not self.errors and not any(value not in (None, "", []) for value in found.values()):
            raise ValidationError(_("Answer at least one question."))
        return found


def answers_of(request: HttpRequest) -> dict[str, Any]:
    """What the visitor answered in this session: plain text by question, with the `year` of the figures."""
    kept = request.session.get(SESSION_KEY)
    return kept if isinstance(kept, dict) else {}


def keep(request: HttpRequest, cleaned: Mapping[str, Any], today: date) -> None:
    """Keep answers as they are written: a row by its code, an amount in 万元."""
    plain = {
        name: getattr(value, "pk", value if isinstance(value, list | int) else str(value))
        for name, value in cleaned.items()
        if value not in (None, "", [])
    }
    request.session[SESSION_KEY] = plain | {"year": today.year - 1}


def forget(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def values_of(answers: Mapping[str, Any]) -> dict[Key, Any]:
    """The facts that the answers state, typed; amounts in yuan."""
    found: dict[Key, Any] = {}
    if kind := answers.get("kind"):
        found["kind", None] = kind
    if region := answers.get("region"):
        found["registered_region", None] = found["tax_region", None] = region
    if industry := answers.get("industry"):
        found["industry", None] = industry
    if founded := answers.get("founded_on"):
        found["founded_on", None] = date.fromisoformat(founded)
    return found | figures_of(answers)


def figures_of(answers: Mapping[str, Any]) -> dict[Key, Any]:
    """Those of last year, as it was when they were typed in."""
    year = answers.get("year")
    return {
        (name, year): Decimal(answers[name]) * WAN if name in MONEY else answers[name]
        for name in FIGURES
        if name in answers
    }


def file_of(answers: Mapping[str, Any], at: datetime) -> File:
    """The answers as a file of today. Who said which qualifications it holds has listed them all."""
    today = timezone.localdate(at)
    values, chosen = values_of(answers), answers.get("qualifications", [])
    if chosen:
        values["qualifications_listed_on", None] = today
    held = tuple(Qualification(kind=kind, holds_from=today) for kind in chosen if kind != NONE)
    return File(as_of=today, values=values, qualifications=held)


def place(address: str) -> Any:
    """Where a missing fact is typed in: its question on the page at the address."""
    return lambda key: f"{address}#id_{ASKED[key[0]]}" if key[0] in ASKED else ""
