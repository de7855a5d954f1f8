"""Terms as a page and the API show them: stated ones with their source, and what no source states."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from programs.catalog.terms.checking import Stored
from programs.catalog.terms.declaration import Term, terms_of
from programs.policies.models import Clause


@dataclass(frozen=True)
class Shown:
    """A term of a program. `value` None: not stated. `source` None there too, or where the clause is gone."""

    term: Term
    value: Any = None
    source: Clause | None = None

    @property
    def label(self) -> str | Promise:
        return self.term.label

    @property
    def is_stated(self) -> bool:
        return self.value is not None

    @property
    def words(self) -> str:
        """In plain words of the active language; "" where nothing is stated."""
        return self.term.type.words(self.value) if self.is_stated else ""


def shown_terms(kind: str, stored: Stored, sources: Mapping[str, Clause]) -> list[Shown]:
    """Every term a kind may have, in its order. What is stored under another kind's key is left out."""
    found = []
    for term in terms_of(kind):
        stated = stored.get(term.key)
        if stated is None:
            found.append(Shown(term))
        else:
            found.append(Shown(term, stated["value"], sources.get(stated["source"])))
    return found
