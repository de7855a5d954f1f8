"""The page that copies a round: what the copy is called, and where its dates fall."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from programs.catalog.admin_pages import admin_form
from programs.catalog.models import Round
from programs.publishing.copying import copy_round, move_sentences, planned
from programs.publishing.rail import step_url
from programs.publishing.steps.checking import CheckStep


class CopyForm(forms.ModelForm):
    """What the copy is called."""

    class Meta:
        model = Round
        fields = ["name", "name_en", "code"]
        widgets = dict.fromkeys(fields, AdminTextInputWidget)
        help_texts = {"code": gettext_lazy("Starts the application numbers: KC-2026-0001.")}

    def __init__(self, *args: Any, source: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.source = source

    def clean_name(self) -> str:
        """A program's rounds have different names."""
        name: str = self.cleaned_data["name"]
        if self.source.program.rounds.filter(name=name).exists():
            raise ValidationError(_("This program already has a round called “%(name)s”.") % {"name": name})
        return name

    def _get_validation_exclusions(self) -> set[str]:
        """Only the three fields: the copy's other values come with it."""
        return {f.name for f in Round._meta.fields if f.name not in self._meta.fields}  # type: ignore[operator]

    def validate_constraints(self) -> None:
        """The copy as a whole is checked when it is made."""


def copying(site: admin.ModelAdmin, request: HttpRequest, round_id: int) -> HttpResponse:
    """Show what the copy would be; make it and lead to its checklist."""
    assert request.user.is_authenticated
    rounds = Round.objects.editable_by(request.user).select_related("program")
    source = get_object_or_404(rounds, pk=round_id)
    plan = planned(source, timezone.now())
    data = request.POST if request.method == "POST" else None
    names = {"name": plan.name, "name_en": plan.name_en, "code": plan.code}
    form, problem = CopyForm(data, source=source, initial=names), ""
    if data is not None and form.is_valid():
        try:
            guide = copy_round(source.pk, **form.cleaned_data, by=request.user)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The copy is made, as a draft. Look through its checklist."))
            return HttpResponseRedirect(step_url(guide, CheckStep))
    context = {
        **site.admin_site.each_context(request),
        "title": _("Copy a round"),
        "opts": site.opts,
        "source": source,
        "source_name": Round._meta.verbose_name_plural,
        "plan": plan,
        "moves": list(move_sentences(plan.moves)),
        "problems": [problem] if problem else [],
        "adminforms": [admin_form(site, form)],
        "back": reverse("admin:catalog_round_change", args=[source.pk]),
    }
    return TemplateResponse(request, "admin/publishing/copy.html", context, status=422 if data else 200)
