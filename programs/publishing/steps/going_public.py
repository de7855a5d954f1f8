from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminRadioSelect, AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.ui.formats import dates
from portal.ui.texts import current_language
from programs.catalog.models import Program, Round
from programs.publishing import services
from programs.publishing.gate import asking_department
from programs.publishing.models import Guide, Order
from programs.publishing.steps.base import Facts, Step

ALONE = "program"


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


class PublishForm(TimeForm):
    """While the program is a draft, it can be published without its round: it then shows as not open."""

    what = forms.ChoiceField(label=_("what becomes public"), widget=AdminRadioSelect)
    field_order = ["what", "when", "at"]

    def __init__(self, *args: Any, draft: bool, complete: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["what"]
        both = [("round", _("The program with this round"))] if complete else []
        field.choices = [*both, (ALONE, _("The program alone, not open yet"))]
        field.initial = field.choices[0][0]
        if not draft:
            del self.fields["what"]

    @property
    def alone(self) -> bool:
        """Whether the round stays a draft."""
        return self.cleaned_data.get("what") == ALONE


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
    def gaps(self) -> list[str]:
        return services.gaps_of(self.program, self.round)

    @cached_property
    def is_draft(self) -> bool:
        return self.program.status == Program.Status.DRAFT

    @cached_property
    def form(self) -> PublishForm:
        return PublishForm(self.data, draft=self.is_draft, complete=not self.gaps)

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        round_id = None if self.form.alone else self.round.pk
        order = services.hand_over(self.program.pk, round_id, self.form.moment, by=self.by)
        messages.success(self.request, _said(order))
        return self.guide

    def context(self) -> dict[str, Any]:
        mine = Q(round=self.round) | Q(program=self.program, round=None)
        orders = Order.objects.publications().filter(mine).select_related("asked_by", "confirmed_by")
        return super().context() | {
            "gaps": self.gaps,
            "offered": not self.gaps or (self.is_draft and not services.gaps_of(self.program, None)),
            "order": orders.live().first(),
            "last": orders.first(),
            "department": asking_department(self.program, self.round),
        }


def _said(order: Order) -> str:
    """What became of it."""
    if order.state == Order.State.PUBLISHED:
        return gettext("It is published.")
    if order.state == Order.State.WAITING:
        return gettext("Handed over. A second person has to confirm it.")
    when = dates.moment(order.publish_at, current_language()) if order.publish_at else ""
    return gettext("It becomes public at %(when)s.") % {"when": when}
