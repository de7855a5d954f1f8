from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelForm, modelform_factory
from django.forms.forms import BaseForm
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.catalog.admin_forms import RoundForm
from programs.catalog.deadlines import publication_notes
from programs.catalog.gaps import DATES
from programs.catalog.models import Round
from programs.policies.models import PolicyDocument
from programs.publishing import guiding
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step, as_in_the_admin

FIELDS = [
    "name", "name_en", "code", "department", "opens_at", "closes_at", "holiday_rule", "grace_minutes",
    "station_closes_at", "extension", "sign_off", "seal_days", "paper_copies", "paper_copies_en", "budget",
    "amount_cap", "cap_period", "cap_period_en", "notice", "check_days", "correction_days", "decision_days",
    "reminders",
]  # fmt: skip


class DatesForm(RoundForm):
    """When the round opens and closes, its money and how it is handled."""

    applicant_kinds = None  # type: ignore[assignment]  # asked in another step

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        notice: Any = self.fields["notice"]
        notice.queryset = PolicyDocument.objects.filter(kind=PolicyDocument.Kind.CALL_NOTICE)

    def clean_name(self) -> str:
        """A program's rounds have different names."""
        name: str = self.cleaned_data["name"]
        if self.instance.program.rounds.filter(name=name).exclude(pk=self.instance.pk).exists():
            sentence = gettext("This program already has a round called “%(name)s”.")
            raise ValidationError(sentence % {"name": name})
        return name

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        opens_at, closes_at = values.get("opens_at"), values.get("closes_at")
        if closes_at and closes_at <= timezone.now():
            self.add_error("closes_at", gettext("This time has passed."))
        elif opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", gettext("A round closes after it opens."))
        station = values.get("station_closes_at")
        if station and (closes_at is None or station < closes_at):
            sentence = gettext(
                "Stations close with the applicants or later: whoever is in time is never late "
                "through its station."
            )
            self.add_error("station_closes_at", sentence)
        if values.get("amount_cap") is not None and not values.get("cap_period"):
            self.add_error("cap_period", gettext("Say for which period the cap counts, such as a year."))
        return values


class DatesStep(Step):
    """Dates, money, how it is handled, and the call notice."""

    key = DATES
    title = _("Dates, budget, handling")
    lead = _("When does the round open and close, what money is there, and how long does each step take?")
    needs_round = True

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and facts.guide.dates_set and not facts.lacks(DATES)

    @cached_property
    def form(self) -> "ModelForm[Round]":
        made: Any = modelform_factory(
            Round, form=DatesForm, fields=FIELDS, formfield_callback=as_in_the_admin(Round, self.request)
        )
        return made(self.data, instance=self.round)

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        return guiding.keep_round(self.guide.pk, self.form, by=self.by, dates=True)

    def context(self) -> dict[str, Any]:
        note = gettext("Nobody has set these dates yet: look at them, then save.")
        notes = publication_notes(self.round) if self.data is None else []
        return super().context() | {"note": "" if self.guide.dates_set else note, "notes": notes}
