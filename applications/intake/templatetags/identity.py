"""{% load identity %}{% number_links application %}: the ways to encrypted numbers in full."""

from typing import Any

from django import template

from applications.intake.models import Application
from applications.intake.reading import answers_for
from portal.accounts.capacities import acting_as
from portal.privacy import numbers
from programs.forms.validator import secrets

register = template.Library()


@register.inclusion_tag("intake/number_links.html", takes_context=True)
def number_links(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """A link per identity or account number that the reader sees masked; nothing where there is none."""
    answers = answers_for(application, acting_as(context["request"]))
    found = secrets(application.form_version, answers)
    return {"application": application, "secrets": [one for one in found if numbers.is_kept(one.kept)]}
