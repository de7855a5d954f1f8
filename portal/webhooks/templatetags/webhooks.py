"""Tags of the webhook pages."""

from django import template

from portal.webhooks.snippet import VERIFY

register = template.Library()


@register.simple_tag
def webhook_snippet() -> str:
    """The Python that checks a signature."""
    return VERIFY
