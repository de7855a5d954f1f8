from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import inlineformset_factory, modelform_factory
from django.forms.forms import BaseForm
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from programs.catalog.admin_forms import RoundForm
from programs.catalog.admin_pages import admin_form
from programs.catalog.gaps import WHO
from programs.catalog.models import Condition, RequiredDocument, Round
from programs.catalog.rule_editor.pages import rules_url
from programs.policies.models import Clause, PolicyDocument, Rule
from programs.publishing import guiding
from programs.publishing.models import Guide
from programs.publishing.steps.base import Facts, Step, as_in_the_admin

MORE = 3  # empty lines to fill in
RECENT = timedelta(days=2 * 366)


def citable(guide: Guide) -> QuerySet[Clause]:
    """Clauses a line of the round can rest on: of the program's documents and of recent call notices."""
    assert guide.program
    assert guide.round
    notices = Q(document__issued_on=None) | Q(document__issued_on__gte=timezone.localdate() - RECENT)
    documents = Q(document__clauses__in=guide.program.clauses.all()) | Q(document=guide.round.notice_id)
    documents |= notices & Q(document__kind=PolicyDocument.Kind.CALL_NOTICE)
    cited = [*guide.round.conditions.all(), *guide.round.documents.all()]
    wanted = documents | Q(pk__in={line.clause_id for line in cited if line.clause_id})
    ids = Clause.objects.filter(wanted).values("pk")
    return Clause.objects.filter(pk__in=ids).select_related("document").order_by("document", "position")


class LineForm(forms.ModelForm):
    """A line of a round; its choices are made once for all lines."""

    def __init__(self, *args: Any, clauses: Any = (), rules: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clause"].choices = clauses  # type: ignore[attr-defined]  # a choice field
        if "rule" in self.fields:
            self.fields["rule"].choices = rules  # type: ignore[attr-defined]  # a choice field


def lines(step: Step, model: type[Any], fields: list[str], clauses: Any, rules: Any = ()) -> Any:
    """The formset of the round's conditions or required documents."""
    made = inlineformset_factory(
        Round,
        model,
        form=LineForm,
        fields=fields,
        extra=MORE,
        can_delete_extra=False,
        formfield_callback=as_in_the_admin(model, step.request),
    )
    own = {"clauses": clauses, "rules": rules}
    return made(step.data, instance=step.round, prefix=model._meta.model_name, form_kwargs=own)


def choices(rows: Any) -> list[tuple[Any, str]]:
    """For a select: the empty choice, then the rows."""
    return [("", "---------"), *((row.pk, str(row)) for row in rows)]


class WhoForm(RoundForm):
    """Who may apply, and the rules of the clauses that become conditions."""

    take_rules = forms.ModelMultipleChoiceField(
        Rule.objects.none(),
        required=False,
        label=_("take over as conditions"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Rules of the program's clauses that no condition holds yet."),
    )

    def __init__(self, *args: Any, rules: QuerySet[Rule], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["take_rules"]
        field.queryset = rules
        if not rules:
            del self.fields["take_rules"]

    def clean_take_rules(self) -> Any:
        """A condition is shorter than a rule may be."""
        longest = Condition._meta.get_field("sentence").max_length or 0
        for rule in self.cleaned_data["take_rules"]:
            if len(rule.sentence) > longest:
                sentence = gettext("“%(rule)s” is too long for a condition: write it below in fewer words.")
                raise ValidationError(sentence % {"rule": rule.sentence})
        return self.cleaned_data["take_rules"]

    def save(self, commit: bool = True) -> Round:
        saved: Round = super().save(commit)
        last = saved.conditions.count()
        for position, rule in enumerate(self.cleaned_data.get("take_rules", ()), last + 1):
            Condition.objects.create(
                round=saved,
                position=position,
                rule=rule,
                clause=rule.clause,
                sentence=rule.sentence,
                sentence_en=rule.sentence_en[:300],
            )
        return saved


class WhoStep(Step):
    """Who may apply, and the conditions with their sources."""

    key = WHO
    title = _("Who may apply")
    lead = _("Each condition needs the clause it comes from.")
    template = "admin/publishing/who.html"
    needs_round = True

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and not facts.lacks(WHO)

    @cached_property
    def rules(self) -> QuerySet[Rule]:
        of_clauses = Rule.objects.filter(clause__in=self.program.clauses.all(), kind__in=Rule.FOR_APPLICANTS)
        return of_clauses.select_related("clause__document")

    @cached_property
    def form(self) -> Any:
        made: Any = modelform_factory(
            Round,
            form=WhoForm,
            fields=["applicant_kinds", "needs_verification", "live_limit", "reference_year"],
            formfield_callback=as_in_the_admin(Round, self.request),
        )
        free = self.rules.exclude(pk__in=self.round.conditions.exclude(rule=None).values("rule"))
        return made(self.data, instance=self.round, rules=free)

    @cached_property
    def conditions(self) -> Any:
        held = Q(pk__in=self.round.conditions.exclude(rule=None).values("rule"))
        rules = Rule.objects.filter(held | Q(pk__in=self.rules.values("pk"))).order_by("clause", "pk")
        fields = ["position", "sentence", "sentence_en", "clause", "rule"]
        return lines(self, Condition, fields, choices(citable(self.guide)), choices(rules))

    def forms(self) -> list[BaseForm]:
        return [self.form, self.conditions]

    def keep(self) -> Guide:
        return guiding.keep_round(self.guide.pk, self.form, [self.conditions], by=self.by, dates=False)

    def context(self) -> dict[str, Any]:
        return {
            "adminforms": [admin_form(self.site, self.form)],
            "formset": self.conditions,
            "lines": [admin_form(self.site, form) for form in self.conditions.forms],
            "line_title": gettext("Condition"),
            "new_line_title": gettext("One more condition"),
            "rules_url": rules_url(self.round),
        }


class PapersStep(Step):
    """What applicants have to prepare."""

    key = "papers"
    title = _("Documents to prepare")
    optional = True
    lead = _("What do applicants have to have at hand? Leave all lines empty where it is nothing.")
    template = "admin/publishing/lines.html"
    needs_round = True

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        return facts.round is not None and facts.round.documents.exists()

    @cached_property
    def papers(self) -> Any:
        fields = ["position", "name", "name_en", "how", "how_en", "clause"]
        return lines(self, RequiredDocument, fields, choices(citable(self.guide)))

    def forms(self) -> list[BaseForm]:
        return [self.papers]

    def keep(self) -> Guide:
        nothing: Any = modelform_factory(Round, fields=[])
        form = nothing({}, instance=self.round)
        form.is_valid()
        return guiding.keep_round(self.guide.pk, form, [self.papers], by=self.by, dates=False)

    def context(self) -> dict[str, Any]:
        return {
            "formset": self.papers,
            "lines": [admin_form(self.site, form) for form in self.papers.forms],
            "line_title": pgettext("required", "Document"),
            "new_line_title": gettext("One more document"),
        }
