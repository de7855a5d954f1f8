from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminRadioSelect, AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.forms.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from programs.catalog.models import Round
from programs.publishing import services
from programs.publishing.gate import asking_department
from programs.publishing.models import Guide, Order
from programs.publishing.steps.base import Facts, Step


class TimeForm(forms.Form):
    """At once, or at a set time."""

    when = forms.ChoiceField(
        label=_("when"),
        choices=[("now", pgettext_lazy("publishing", "At once")), ("later", _("At a set time"))],
        initial="now",
        widget=AdminRadioSelect,
    )
    at = forms.SplitDateTimeField(
        label=_("set time"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("Beijing time, such as 2026-12-06 and 09:00. It is public within a minute."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("when") == "later" and not values.get("at") and "at" not in self.errors:
            raise ValidationError({"at": gettext("Write the day and the time, or choose “At once”.")})
        return values

    @property
    def moment(self) -> datetime | None:
        """None: at once."""
        values = self.cleaned_data
        return values["at"] if values["when"] == "later" else None


class PublishStep(Step):
    """At once or at a set time; a second person where the department asks for one."""

    key = "publish"
    title = _("Publish")
    lead = _("Publishing cannot be undone. Afterwards only contact, reminders and the deadline can change.")
    template = "admin/publishing/publish.html"
    needs_round = True

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and facts.round.status == Round.Status.PUBLISHED

    @cached_property
    def form(self) -> TimeForm:
        return TimeForm(self.data)

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        services.hand_over(self.program.pk, self.round.pk, self.form.moment, by=self.by)
        return self.guide

    def context(self) -> dict[str, Any]:
        orders = Order.objects.filter(round=self.round).select_related("asked_by", "confirmed_by")
        return super().context() | {
            "gaps": services.gaps_of(self.program, self.round),
            "order": orders.live().first(),
            "last": orders.first(),
            "department": asking_department(self.program, self.round),
        }
