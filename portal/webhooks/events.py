"""What can be told to an organization's systems: upper apps name the kinds (from AppConfig.ready())."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST = "webhook.test"

_kinds: dict[str, str | Promise] = {}


def register_events(labels: Mapping[str, str | Promise]) -> None:
    """Name kinds of events, such as application.submitted, with their labels."""
    _kinds.update(labels)


def labels() -> dict[str, str | Promise]:
    """Every kind an organization can choose, with its label."""
    return dict(_kinds)


def label_of(kind: str) -> str | Promise:
    """The label of a kind."""
    return _("Test event") if kind == TEST else _kinds.get(kind, kind)
