"""What happened to a panel, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from applications.panels.models import PanelEvent

WORDS: dict[str, str | Promise] = {
    "created": pgettext_lazy("panel event", "set up the panel"),
    "drawn": pgettext_lazy("panel event", "drew experts"),
    "unseated": pgettext_lazy("panel event", "took an expert off the panel"),
    "conflicts_found": pgettext_lazy("panel event", "looked for conflicts of interest"),
    "recused_by_conflict": pgettext_lazy("panel event", "ended reviews for a conflict of interest"),
    "invited": pgettext_lazy("panel event", "invited experts"),
    "accepted": pgettext_lazy("panel event", "accepted the invitation"),
    "declined": pgettext_lazy("panel event", "declined the invitation"),
    "assigned": pgettext_lazy("panel event", "assigned the applications"),
    "expert_added": pgettext_lazy("panel event", "gave an application to another expert too"),
    "review_handed_in": pgettext_lazy("panel event", "handed in a review"),
    "review_reopened": pgettext_lazy("panel event", "reopened a review"),
    "due_moved": pgettext_lazy("panel event", "gave the experts more time"),
    "recused": pgettext_lazy("panel event", "asked to be recused"),
    "closed": pgettext_lazy("panel event", "closed the panel"),
}


def told(events: Iterable[PanelEvent]) -> list[tuple[PanelEvent, str | Promise]]:
    """Each event with its words."""
    return [(event, WORDS.get(event.kind, event.kind)) for event in events]
