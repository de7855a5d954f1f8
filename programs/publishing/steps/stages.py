from typing import Any

from django import forms
from django.forms import inlineformset_factory, modelform_factory
from django.forms.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Department
from programs.catalog.admin_pages import admin_form
from programs.catalog.gaps import STAGES
from programs.catalog.models import ApprovalLevel, Round, RoundStage
from programs.publishing import guiding
from programs.publishing.lines import Lines, registered
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step, as_in_the_admin
from programs.publishing.steps.who import choices

MORE = 2  # empty lines to fill in
OFFICES = ("department", "escalate_to")


class OfficeForm(forms.ModelForm):
    """A line that names departments; the choices are made once for all lines."""

    def __init__(self, *args: Any, offices: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OFFICES:
            if name in self.fields:
                self.fields[name].choices = offices  # type: ignore[attr-defined]  # a choice field


class StagesStep(Step):
    """How applications are decided: the mode, the stages and the levels of approval."""

    key = STAGES
    title = _("How it is decided")
    optional = True
    lead = _(
        "Which stages do applications go through besides the formal check? Without any, an official decides "
        "after the formal check. Once the round is published the stages stay."
    )
    template = "admin/publishing/stages.html"
    needs_round = True

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and bool(facts.round.stages_on) and not facts.lacks(STAGES)

    @cached_property
    def form(self) -> Any:
        made: Any = modelform_factory(
            Round, fields=["mode", "follows"], formfield_callback=as_in_the_admin(Round, self.request)
        )
        return made(self.data, instance=self.round)

    @cached_property
    def offices(self) -> list[tuple[Any, str]]:
        return choices(Department.objects.all())

    def lines(self, model: type[Any], fields: list[str]) -> Any:
        """The formset of a model."""
        made = inlineformset_factory(
            Round,
            model,
            form=OfficeForm,
            fields=fields,
            extra=MORE,
            can_delete_extra=False,
            formfield_callback=as_in_the_admin(model, self.request),
        )
        own = {"offices": self.offices}
        return made(self.data, instance=self.round, prefix=model._meta.model_name, form_kwargs=own)

    @cached_property
    def stages(self) -> Any:
        return self.lines(RoundStage, ["stage", "department", "days", "remind_days", "escalate_to"])

    @cached_property
    def levels(self) -> Any:
        return self.lines(ApprovalLevel, ["position", "department", "rank"])

    @cached_property
    def others(self) -> list[tuple[Any, Lines]]:
        """What upper apps keep with a round, e.g. the points of the formal check."""
        return [(self.lines(lines.model, list(lines.fields)), lines) for lines in registered()]

    @property
    def formsets(self) -> list[Any]:
        """Of stages, levels and what upper apps keep."""
        return [self.stages, self.levels, *(formset for formset, _lines in self.others)]

    def forms(self) -> list[BaseForm]:
        return [self.form, *self.formsets]

    def keep(self) -> Guide:
        return guiding.keep_round(self.guide.pk, self.form, self.formsets, by=self.by, dates=False)

    def context(self) -> dict[str, Any]:
        parts = [
            (self.stages, gettext("Stage"), gettext("One more stage")),
            (self.levels, gettext("Level of approval"), gettext("One more level of approval")),
            *((formset, lines.title, lines.another) for formset, lines in self.others),
        ]
        return {
            "adminforms": [admin_form(self.site, self.form)],
            "formset": None,
            "parts": [
                (formset, [admin_form(self.site, form) for form in formset.forms], title, new)
                for formset, title, new in parts
            ],
        }
