"""What happened to an expert's place in the pool, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from applications.experts.models import ExpertEvent

WORDS: dict[str, str | Promise] = {
    "applied": pgettext_lazy("expert event", "applied to be listed"),
    "changed": pgettext_lazy("expert event", "changed what is on file"),
    "recommended": pgettext_lazy("expert event", "recommended the expert"),
    "listed": pgettext_lazy("expert event", "listed the expert"),
    "refused": pgettext_lazy("expert event", "did not list the expert"),
    "suspended": pgettext_lazy("expert event", "suspended the listing"),
    "resumed": pgettext_lazy("expert event", "resumed the listing"),
    "expired": pgettext_lazy("expert event", "the listing expired"),
    "tie_stated": pgettext_lazy("expert event", "stated a tie"),
    "tie_withdrawn": pgettext_lazy("expert event", "took a tie back"),
    "absence_added": pgettext_lazy("expert event", "named days away"),
    "absence_removed": pgettext_lazy("expert event", "removed days away"),
    "number_revealed": pgettext_lazy("expert event", "saw a number in full"),
}


def told(events: Iterable[ExpertEvent]) -> list[tuple[ExpertEvent, str | Promise]]:
    """Each event with its words."""
    return [(event, WORDS.get(event.kind, event.kind)) for event in events]
