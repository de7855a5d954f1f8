"""What has to be looked at when a clause changes or vanishes: upper apps tell, the comparison shows it.

Unlike `programs.policies.uses`, this is for those who edit: drafts too, with links into the admin.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.policies.models import Measure, Rule, Target


@dataclass(frozen=True)
class Citation:
    """A row that cites a clause: what it is called, of which kind, and where it is edited."""

    clause_id: int
    kind: str | Promise
    title: str
    url: str


Source = Callable[[Iterable[int]], Iterable[Citation]]
_sources: list[Source] = []


def register_citations(source: Source) -> None:
    """Add a source (from AppConfig.ready): clause ids in, citations out, in a fixed number of queries."""
    _sources.append(source)


def citations_of(clause_ids: Iterable[int]) -> dict[int, list[Citation]]:
    """Citations by clause id, by kind and title."""
    ids, found = list(clause_ids), defaultdict[int, list[Citation]](list)
    for source in _sources:
        for citation in source(ids):
            found[citation.clause_id].append(citation)
    return dict(found)


def edit_url(row: Model) -> str:
    """Where a row is edited in the admin."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def of_policies(clause_ids: Iterable[int]) -> Iterator[Citation]:
    """Rules, measures and targets of clauses."""
    ids = list(clause_ids)
    kinds: list[tuple[Any, Promise]] = [(Rule, _("Rule")), (Measure, _("Measure")), (Target, _("Target"))]
    for model, kind in kinds:
        for row in model.objects.filter(clause__in=ids).order_by("clause", "pk"):
            yield Citation(row.clause_id, kind, str(row), edit_url(row))
