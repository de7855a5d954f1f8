"""Rows that a file names: departments, documents, clauses, measures, targets, rules."""

from typing import Any

from django.db.models import Model

from portal.accounts.models import Department
from programs.forms.reading import Place
from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target


def department(place: Place) -> Department:
    """The department with the code that stands there."""
    return _found(Department, place, "department", code=place.text())


def document(place: Place) -> PolicyDocument:
    """The document with the short name that stands there."""
    return _found(PolicyDocument, place, "document", slug=place.text())


def measure(place: Place) -> Measure:
    """The measure with the short name that stands there."""
    return _found(Measure, place, "measure", slug=place.text())


def target(place: Place) -> Target:
    """The target with the short name that stands there."""
    return _found(Target, place, "target", slug=place.text())


def rule(place: Place) -> Rule:
    """The rule with the short name that stands there."""
    return _found(Rule, place, "rule", slug=place.text())


def clause(place: Place) -> Clause:
    """The clause written document#clause."""
    slug, _separator, number = place.text().partition("#")
    found = Clause.objects.filter(document__slug=slug, number=number).select_related("document").first()
    if found is None:
        raise place.fault(f"there is no clause “{place.text()}” (written document#clause)")
    return found


def source(place: Place) -> Clause | None:
    """The clause a line names as its source, if it names one."""
    return clause(place["source"]) if place.has("source") else None


def _found[Row: Model](model: type[Row], place: Place, word: str, **key: Any) -> Row:
    row = model._default_manager.filter(**key).first()
    if row is None:
        raise place.fault(f"there is no {word} “{place.text()}”. Load fixtures/reference first.")
    return row
