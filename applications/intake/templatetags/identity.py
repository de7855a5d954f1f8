"""{% load identity %}{% number_links application %}: the ways to identity numbers in full, for their page."""

from typing import Any

from django import template

from applications.intake.models import Application
from programs.forms.validator import private_questions

register = template.Library()


@register.inclusion_tag("intake/number_links.html")
def number_links(application: Application) -> dict[str, Any]:
    """A link per question that asks for an identity number; nothing where the form asks for none."""
    return {"application": application, "questions": private_questions(application.form_version)}
