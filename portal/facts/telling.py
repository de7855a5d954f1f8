"""What happened to a file, for the history of its organization: which facts, which lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from portal.facts.definitions import FACTS, labels_of
from portal.facts.parts import PARTS
from portal.organizations.models import OrganizationEvent

MODELS: dict[str, Any] = {str(part.model._meta.model_name): part for part in PARTS.values()}


def details(events: Sequence[OrganizationEvent]) -> Mapping[int, str]:
    """The facts or lines that each event names, in one query for each list."""
    rows = _rows(events)
    return {event.pk: _(", ").join(_words(event, rows)) for event in events if event.payload}


def _words(event: OrganizationEvent, rows: Mapping[tuple[str, int], Any]) -> Iterator[str]:
    payload = event.payload or {}
    if facts := [(name, year) for name, year in payload.get("facts", []) if name in FACTS]:
        yield labels_of(facts)
    for name, pk in payload.get("lines", []):
        if row := rows.get((name, pk)):
            told = {"list": MODELS[name].label, "line": row}
            yield _("%(list)s “%(line)s”") % told


def _rows(events: Sequence[OrganizationEvent]) -> dict[tuple[str, int], Any]:
    """The lines that the events name, those taken back too."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for event in events:
        for name, pk in (event.payload or {}).get("lines", []):
            wanted[name].add(pk)
    return {
        (name, pk): row
        for name, pks in wanted.items()
        if name in MODELS
        for pk, row in MODELS[name].model._default_manager.in_bulk(pks).items()
    }
