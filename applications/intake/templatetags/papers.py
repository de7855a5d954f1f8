"""{% load papers %}{% papers_panel application %}: what is missing of seals and paper copies."""

from typing import Any

from django import template

from applications.intake.models import Application
from applications.intake.views.sealing import papers_of

register = template.Library()


@register.inclusion_tag("intake/papers_panel.html", takes_context=True)
def papers_panel(context: dict[str, Any], application: Application) -> dict[str, Any]:
    """Nothing where the round asks for neither; two queries where it does."""
    round_ = application.round
    if not application.number or (round_.seal_days is None and not round_.paper_copies):
        return {"found": {}}
    return {"found": papers_of(context["request"], application), "application": application}
