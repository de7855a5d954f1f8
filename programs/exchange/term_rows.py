"""The terms of programs as rows, one for each field in which a term is typed, stated or not.

A term is named by its label with its path behind it, [tiers.rate_1]; the path alone does too. What a row
says goes through the form of terms, so that a spreadsheet takes what the page takes. A term of whose rows
all values and sources are empty is not stated any more.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.versions.content import Content
from portal.versions.differences import Change
from programs.catalog.models import Program
from programs.catalog.terms.base import Box
from programs.catalog.terms.declaration import Term, terms_of
from programs.catalog.terms.forms import SOURCE, TermsField, typed_terms
from programs.exchange.cells import as_choice, as_text, guarded, in_every_language, number_cell, same_text
from programs.exchange.columns import Heading
from programs.exchange.names import Names
from programs.exchange.shapes import Faults, Key, Parts, Row
from programs.policies.kinds import Kind

PATH = re.compile(r"\[([a-z0-9_.]+)\]\s*$")
ITEMS = re.compile(r"[;；\n]")
BETWEEN_ITEMS = "; "
BETWEEN_WORDS = " · "


@dataclass(frozen=True)
class Place:
    """A field of a term."""

    term: Term
    box: Box

    @property
    def path(self) -> str:
        return f"{self.term.key}.{self.box.name}" if self.box.name else self.term.key

    @property
    def words(self) -> str:
        """In the active language, with the path."""
        words = [str(word) for word in (self.term.label, self.box.label, self.box.unit) if word]
        return f"{BETWEEN_WORDS.join(words)} [{self.path}]"


def places_of(kind: str) -> dict[str, Place]:
    """The fields of a kind's terms in their order, by path."""
    found = [Place(term, box) for term in terms_of(kind) for box in term.type.boxes()]
    return {place.path: place for place in found}


@dataclass(frozen=True)
class Terms(Parts):
    """A row a field of a term."""

    key: ClassVar[Key] = ("program", "term")

    @property
    def columns(self) -> list[Heading]:
        return [
            Heading("program", Program._meta.verbose_name),
            Heading("term", pgettext_lazy("spreadsheet", "term")),
            Heading("value", gettext_lazy("value")),
            Heading(SOURCE, gettext_lazy("source")),
        ]

    def lines(self, rows: Iterable[Any]) -> Iterator[list[Any]]:
        for program in rows:
            typed = typed_terms(program.kind, program.terms)
            for place in places_of(program.kind).values():
                term = typed.get(place.term.key, {})
                value = shown(place.box, term.get(place.box.name, ""))
                yield [guarded(program.slug), place.words, value, guarded(term.get(SOURCE, ""))]

    def differing(self, owner: Any, rows: list[Row], has: set[str]) -> list[Row]:
        typed = typed_terms(owner.kind, owner.terms)
        return [row for row in rows if _differs(owner.kind, typed, row, has)]

    def write(self, owner: Any, rows: list[Row], has: set[str], names: Names) -> Faults:
        """Term by term, so that each fault stands at its rows."""
        faults: Faults = {}
        together: dict[str, list[tuple[Place, Row]]] = {}
        for row in rows:
            try:
                place = _place(owner.kind, row)
                together.setdefault(place.term.key, []).append((place, row))
            except ValidationError as error:
                faults[row.number] = error.messages
        typed, terms = typed_terms(owner.kind, owner.terms), dict(owner.terms)
        for key, parts in together.items():
            try:
                terms.pop(key, None)
                terms |= _cleaned(owner.kind, key, typed.get(key, {}), parts, has)
            except ValidationError as error:
                faults |= {row.number: error.messages for _place_, row in parts}
        owner.terms = terms
        if not faults:
            owner.full_clean()
            owner.save()
        return faults

    def told(self, before: Content, after: Content, owner: Any, row: Row) -> list[Change]:
        term = _place(owner.kind, row).term
        was, is_now = (_stated(term, content["fields"]["terms"]) for content in (before, after))
        return [Change(str(term.label), was, is_now)] if was != is_now else []


def shown(box: Box, value: Any) -> Any:
    """What was typed, for a cell: options by their labels, a number as a number."""
    if box.options:
        labels = dict(box.options)
        chosen = value if isinstance(value, list) else [value] if value else []
        return guarded(BETWEEN_ITEMS.join(str(labels[code]) for code in chosen))
    try:
        return number_cell(Decimal(value))
    except InvalidOperation:
        return guarded(value)


def typed_in(box: Box, cell: Any) -> Any:
    """What stands in a cell as a person would type it; ValidationError where no option is so called."""
    text = as_text(cell).strip()
    if not box.options:
        return text
    labels = {code: in_every_language(words) for code, words in box.options if code}
    if not box.many:
        return as_choice(text, labels) if text else ""
    return [as_choice(item, labels) for item in ITEMS.split(text) if item.strip()]


def _place(kind: str, row: Row) -> Place:
    """The field that a row names."""
    places, text = places_of(kind), as_text(row.cells["term"]).strip()
    found = PATH.search(text)
    place = places.get(found[1] if found else text)
    if place is None and not found:
        single = (place for place in places.values() if not place.box.name)
        wanted = text.casefold()
        labels = ((one, [word.casefold() for word in in_every_language(one.term.label)]) for one in single)
        place = next((one for one, words in labels if wanted in words), None)
    if place is None:
        sentence = _("%(kind)s have no term “%(key)s”. They have: %(keys)s.")
        words = {"kind": Kind(kind).label, "key": text, "keys": _(", ").join(places)}
        raise ValidationError(sentence % words)
    return place


def _differs(kind: str, typed: dict[str, Any], row: Row, has: set[str]) -> bool:
    try:
        place = _place(kind, row)
        term = typed.get(place.term.key, {})
        empty: Any = [] if place.box.many else ""
        value = typed_in(place.box, row.cells["value"]) if "value" in has else None
        source = as_text(row.cells[SOURCE]) if SOURCE in has else None
    except ValidationError:
        return True
    other_value = value is not None and value != term.get(place.box.name, empty)
    return other_value or (source is not None and not same_text(source, term.get(SOURCE, "")))


def _cleaned(
    kind: str, key: str, typed: dict[str, Any], parts: list[tuple[Place, Row]], has: set[str]
) -> Content:
    """A term with what its rows say, as the form of terms takes it."""
    typed = dict(typed)
    for place, row in parts:
        if "value" in has:
            typed[place.box.name] = typed_in(place.box, row.cells["value"])
    if SOURCE in has:
        sources = dict.fromkeys(as_text(row.cells[SOURCE]).strip() for _place_, row in parts)
        sources.pop("", None)
        if len(sources) > 1:
            raise ValidationError(_("All rows of a term name the same source."))
        typed[SOURCE] = next(iter(sources), "")
    cleaned: Content = TermsField(kind).clean({key: typed})
    return cleaned


def _stated(term: Term, terms: dict[str, Any]) -> str:
    stated = terms.get(term.key)
    return f"{term.type.words(stated['value'])} ({stated[SOURCE]})" if stated else "—"
