"""From what is typed, loaded or sent to canonical terms: {key: {"value": …, "source": "document#clause"}}."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.catalog.terms.base import Wrong
from programs.catalog.terms.declaration import terms_of
from programs.policies.kinds import Kind

Stored = dict[str, dict[str, Any]]


def clean_terms(kind: str, raw: Any) -> Stored:
    """Canonical terms of a kind, in the order of its declaration; raises ValidationError with a sentence for
    each fault. Says nothing about whether the sources exist."""
    if not isinstance(raw, dict):
        raise ValidationError(_("Terms are a block of names, each with a value and a source."))
    declared = {term.key: term for term in terms_of(kind)}
    label = Kind(kind).label if kind in Kind.values else kind
    faults = [
        _("%(kind)s have no term “%(key)s”. They have: %(keys)s.")
        % {"kind": label, "key": key, "keys": ", ".join(declared)}
        for key in raw
        if key not in declared
    ]
    found: Stored = {}
    for key, term in declared.items():
        if key not in raw:
            continue
        try:
            found[key] = {"value": term.type.clean(_value(raw[key])), "source": _source(raw[key])}
        except Wrong as fault:
            faults.append(f"{term.label} ({key}): {fault}")
    if faults:
        raise ValidationError(faults)
    return found


def _value(stated: Any) -> Any:
    if not isinstance(stated, dict) or set(stated) != {"value", "source"}:
        raise Wrong(_("A term has a value and a source, and nothing else."))
    return stated["value"]


def _source(stated: dict[str, Any]) -> str:
    source = stated["source"]
    if not isinstance(source, str) or not all(source.partition("#")):
        raise Wrong(_("Name the source as document#clause, such as sh-2009-ten-measures#3."))
    return source
