"""Terms as a form: for each term its fields, and the clause that states it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programs.catalog.terms.base import Box, Wrong
from programs.catalog.terms.checking import Stored, clean_terms
from programs.catalog.terms.declaration import Term, terms_of
from programs.catalog.terms.sources import require_sources
from programs.policies.models import Clause

SOURCE = "source"
# What is typed: by term, what stands in each of its boxes and in the field of the source.
Typed = dict[str, dict[str, Any]]


def typed_terms(kind: str, stored: Stored) -> Typed:
    """Stored terms as they stand in the fields."""
    return {
        term.key: {**term.type.typed(stored[term.key]["value"]), SOURCE: stored[term.key]["source"]}
        for term in terms_of(kind)
        if term.key in stored
    }


class TermsWidget(forms.Widget):
    """Rows of fields, one for each term of the kind; the clauses given are proposed as sources."""

    template_name = "admin/catalog/terms_widget.html"

    def __init__(self, kind: str, clauses: Iterable[Clause] = ()) -> None:
        super().__init__()
        self.kind, self.clauses = kind, list(clauses)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed:
        return {
            term.key: {
                box.name: _posted(data, f"{name}-{term.key}-{box.name}", many=box.many)
                for box in [*term.type.boxes(), Box(SOURCE)]
            }
            for term in terms_of(self.kind)
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str) -> str:
        return ""  # every field inside has a label of its own

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [self._row(name, term, (value or {}).get(term.key, {})) for term in terms_of(self.kind)]
        sources = [(f"{clause.document.slug}#{clause.number}", str(clause)) for clause in self.clauses]
        context["widget"] |= {"rows": rows, "sources": sources, "list_id": f"{name}-sources"}
        return context

    def _row(self, name: str, term: Term, typed: dict[str, Any]) -> dict[str, Any]:
        boxes = []
        for box in [*term.type.boxes(), Box(SOURCE)]:
            where, value = f"{name}-{term.key}-{box.name}", typed.get(box.name, "")
            chosen = value if isinstance(value, list) else [value]
            options = [(code, words, code in chosen) for code, words in box.options]
            boxes.append({"box": box, "name": where, "value": value, "options": options})
        return {"label": term.label, "boxes": boxes[:-1], "source": boxes[-1]}


def _posted(data: Any, name: str, *, many: bool) -> Any:
    if many:
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
    return str(data.get(name, "")).strip()


class TermsField(forms.Field):
    """Typed terms of a kind, canonical when clean; a fault names its term."""

    def __init__(self, kind: str, clauses: Iterable[Clause] = (), **options: Any) -> None:
        super().__init__(required=False, widget=TermsWidget(kind, clauses), **options)
        self.kind = kind

    def prepare_value(self, value: Any) -> Any:
        """Stored terms are shown as typed; what was typed stays as it is."""
        if isinstance(value, dict) and all(set(part) == {"value", SOURCE} for part in value.values()):
            return typed_terms(self.kind, value)
        return value

    def clean(self, value: Any) -> Stored:
        raw, faults = {}, []
        for term in terms_of(self.kind):
            try:
                if stated := _stated(term, (value or {}).get(term.key, {})):
                    raw[term.key] = stated
            except Wrong as fault:
                faults.append(f"{term.label}: {fault}")
        if faults:
            raise ValidationError(faults)
        terms = clean_terms(self.kind, raw)
        require_sources(terms)
        return terms

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.clean(data) != (initial or {})
        except ValidationError:
            return True


def _stated(term: Term, typed: dict[str, Any]) -> dict[str, Any] | None:
    value, source = term.type.read(typed), typed.get(SOURCE, "")
    if value is None and source:
        raise Wrong(_("It has a source but no value. Fill in the value, or clear the source."))
    if value is not None and not source:
        raise Wrong(_("Name the clause that states it. What no clause states stays empty."))
    return None if value is None else {"value": value, SOURCE: source}
