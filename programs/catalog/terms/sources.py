"""The clauses that terms name as their sources."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from programs.catalog.terms.checking import Stored
from programs.policies.models import Clause


def named_sources(terms: Stored) -> set[str]:
    """The sources as written: document#clause."""
    return {stated["source"] for stated in terms.values()}


def load_sources(sources: Iterable[str]) -> dict[str, Clause]:
    """The clauses there are, by how they are written, each with its document; one query."""
    named = set(sources)
    if not named:
        return {}
    clauses = Clause.objects.filter(written(named)).select_related("document")
    return {f"{clause.document.slug}#{clause.number}": clause for clause in clauses}


def written(sources: Iterable[str]) -> Q:
    """Clauses by how they are written: document#clause; none for no source."""
    found = Q(pk__in=[])
    for source in sorted(sources):
        document, _separator, number = source.partition("#")
        found |= Q(document__slug=document, number=number)
    return found


def missing_sources(terms: Stored) -> list[str]:
    """Sources that are not among the documents."""
    named = named_sources(terms)
    return sorted(named - load_sources(named).keys())


def require_sources(terms: Stored) -> None:
    """Raises ValidationError where a source is not among the documents."""
    if missing := missing_sources(terms):
        raise ValidationError(
            [_("There is no clause “%(source)s” (written document#clause).") % {"source": s} for s in missing]
        )
