from typing import Any

from django import forms
from django.forms.forms import BaseForm
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.catalog.gaps import TERMS
from programs.catalog.rules import is_relied_on
from programs.catalog.terms.forms import TermsField
from programs.policies.models import Clause
from programs.publishing import guiding
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step


class TermsForm(forms.Form):
    """What the kind of the program lets one state; the program's own clauses are proposed as sources."""

    def __init__(self, *args: Any, kind: str, clauses: list[Clause], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["terms"] = TermsField(
            kind,
            clauses,
            label=_("terms"),
            help_text=_("Each term names the clause that states it. What no source states stays empty."),
        )


class TermsStep(Step):
    """The terms of the program's kind."""

    key = TERMS
    title = _("Terms")
    optional = True
    lead = _("What exactly is granted? Only what a clause or the call notice states.")

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.program is not None and bool(facts.program.terms) and not facts.lacks(TERMS)

    @cached_property
    def form(self) -> TermsForm:
        clauses = list(self.program.clauses.select_related("document").order_by("document", "position"))
        initial = {"terms": self.program.terms}
        return TermsForm(self.data, kind=self.program.kind, clauses=clauses, initial=initial)

    def forms(self) -> list[BaseForm]:
        return [self.form]

    def keep(self) -> Guide:
        return guiding.keep_terms(self.guide.pk, self.form.cleaned_data["terms"], by=self.by)

    def context(self) -> dict[str, Any]:
        note = gettext(
            "A round is open or coming: applicants rely on these terms. They can change once it is over."
        )
        return super().context() | {"note": note if is_relied_on(self.program) else ""}
