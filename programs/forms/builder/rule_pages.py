"""The builder's page of a rule over several answers, and of a column of exports."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from programs.forms.builder import expressing, marks, services
from programs.forms.builder.pages import Site, actor, form_of, told, url
from programs.forms.builder.question_forms import Keyed
from programs.forms.builder.showing import admin_form, page
from programs.forms.models import ExportColumn, Form, Question, Rule

AREA = AdminTextareaWidget(attrs={"rows": 3, "spellcheck": "false"})


class Expressed(forms.ModelForm):
    """A row with an expression, read where it is written."""

    def clean_expression(self) -> str:
        """As it is kept."""
        return expressing.checked(self.instance.form, self.cleaned_data["expression"], self.sort)

    sort = ""


class RuleForm(Expressed, Keyed):
    """What has to hold between answers."""

    sort = "rule"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = Question.objects.filter(section__form=self.instance.form, parent=None)
        self.fields["question"].queryset = asked.order_by("section__position", "position")  # type: ignore[attr-defined]  # a choice of rows

    class Meta:
        model = Rule
        fields = ["expression", "message", "message_en", "severity", "question", "key"]
        widgets = {"expression": AREA}
        help_texts = {
            "expression": gettext_lazy(
                "Such as amount <= contract_amount * 50%, or sum(budget.grant) = amount."
            ),
            "message": gettext_lazy("What is wrong where it does not hold, and what to do."),
        }


class ColumnForm(Expressed):
    """A column of exports."""

    sort = "export"

    class Meta:
        model = ExportColumn
        fields = ["heading", "heading_en", "expression"]
        widgets = {"expression": AREA}
        help_texts = {"expression": gettext_lazy("Such as sum(budget.grant) + sum(budget.own).")}


FORMS: dict[str, tuple[type[Rule] | type[ExportColumn], Any]] = {
    "rule": (Rule, RuleForm),
    "export": (ExportColumn, ColumnForm),
}


def rule(site: Site, request: HttpRequest, object_id: str, what: str, pk: int | None = None) -> HttpResponse:
    """Write one, or take it out; `what`: rule or export."""
    form = form_of(site, request, object_id)
    if what not in FORMS:
        raise Http404
    model, form_class = FORMS[what]
    row: Any = get_object_or_404(model, form=form, pk=pk) if pk else model(form=form)
    if request.method == "POST" and "remove" in request.POST and pk:
        services.remove_line(row, by=actor(request))
        messages.success(request, _("“%(name)s” is taken out.") % {"name": row})
        return HttpResponseRedirect(url(form, "change", anchor="rules"))
    return _written(site, request, form, row, form_class)


def _written(site: Site, request: HttpRequest, form: Form, row: Any, form_class: Any) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    seen = posted.get("seen", "") if posted is not None else marks.of_line(row)
    title = row._meta.verbose_name.capitalize() if not row.pk else str(row)
    fields = form_class(posted, instance=row)
    if posted is not None and fields.is_valid():
        try:
            saved = services.save_line(
                type(row), form.pk, fields.cleaned_data, pk=row.pk, seen=seen, by=actor(request)
            )
        except (Refused, ValidationError) as error:
            now = row.pk and marks.of_line(type(row).objects.get(pk=row.pk))
            seen = told(fields, error, seen, now)
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
            return HttpResponseRedirect(url(form, "change", anchor="rules"))
    own = {
        "row": row,
        "form": fields,
        "adminform": admin_form(site, fields),
        "seen": seen,
        "crumb": title,
        "names": expressing.names_of(form),
    }
    return TemplateResponse(
        request,
        "admin/forms/rule.html",
        page(site, request, form, title) | own,
        status=422 if fields.errors else 200,
    )
