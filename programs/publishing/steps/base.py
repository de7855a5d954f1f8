"""What the steps of the guide have in common."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, Model
from django.forms.forms import BaseForm
from django.http import HttpRequest
from django.utils.functional import Promise

from portal.accounts.models import User
from programs.catalog.admin_pages import admin_form
from programs.catalog.models import Program, Round
from programs.publishing.models import Guide

FormField = forms.Field | None


@dataclass
class Facts:
    """How far a guide is: what is missing, by the step that mends it."""

    guide: Guide
    gaps: list[str] = field(default_factory=list)

    @property
    def program(self) -> Program | None:
        return self.guide.program

    @property
    def round(self) -> Round | None:
        return self.guide.round

    def lacks(self, where: str) -> bool:
        """Whether a gap belongs there."""
        return any(getattr(gap, "where", "") == where for gap in self.gaps)


class Step:
    """One step: a page with a form that is kept when it is sent."""

    key = ""
    title: str | Promise = ""
    lead: str | Promise = ""
    template = "admin/publishing/step.html"
    needs_program = True
    needs_round = False
    keeps = True
    optional = False

    def __init__(self, request: HttpRequest, site: Any, guide: Guide) -> None:
        self.request, self.site, self.guide = request, site, guide
        self.data = request.POST if request.method == "POST" else None
        self.problems: list[str] = []

    @classmethod
    def is_done(cls, facts: Facts) -> bool:
        """Whether nothing is left to do here."""
        raise NotImplementedError

    @property
    def by(self) -> User:
        """Who acts."""
        assert self.request.user.is_authenticated
        return self.request.user

    @property
    def program(self) -> Program:
        """For the steps that need one."""
        assert self.guide.program is not None
        return self.guide.program

    @property
    def round(self) -> Round:
        """For the steps that need one."""
        assert self.guide.round is not None
        return self.guide.round

    def forms(self) -> list[BaseForm]:
        """The forms of the page, made once."""
        return []

    def is_valid(self) -> bool:
        """Every form, so that all errors are shown at once."""
        verdicts = [form.is_valid() for form in self.forms()]
        return all(verdicts)

    def keep(self) -> Guide:
        """Save what was sent. Refused with a sentence."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the template needs beside the rail."""
        return {"adminforms": [admin_form(self.site, form) for form in self.forms()]}


def as_in_the_admin(model: type[Model], request: HttpRequest) -> Callable[..., FormField]:
    """Makes a model's form fields with the admin's widgets, for modelform_factory."""
    known = admin.site.is_registered(model)
    site = admin.site.get_model_admin(model) if known else admin.ModelAdmin(model, admin.site)
    return partial(_field, site, request)


def _field(site: Any, request: HttpRequest, db_field: "Field[Any, Any]", **options: Any) -> FormField:
    made: FormField = site.formfield_for_dbfield(db_field, request=request, **options)
    if made is not None and isinstance(made.widget, RelatedFieldWidgetWrapper):
        made.widget = made.widget.widget
    return made
