"""Under which words documents and clauses are found: kept beside them, refreshed when they are edited."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from programs.policies.models import Clause, FindableClause, FindableDocument, Measure, PolicyDocument
from programs.search import indexing

BATCH = 200


@transaction.atomic
def refresh_clause(clause: Clause) -> None:
    """Write the terms of a clause: its heading, the names of its measures, its texts."""
    names = [name for measure in clause.measures.all() for name in (measure.name, measure.name_en)]
    body = [clause.summary, clause.summary_en, clause.text]
    texts = indexing.Texts([clause.heading, clause.heading_en], names, body)
    indexing.keep(FindableClause, clause, texts)


@transaction.atomic
def refresh_document(document: PolicyDocument) -> None:
    """Write the terms of a document: its titles and number, its issuer, its summary."""
    titles = [document.title, document.title_en, document.short_title, document.short_title_en]
    texts = indexing.Texts(
        [*titles, document.number],
        [document.issuer, document.issuer_en],
        [document.summary, document.summary_en],
    )
    indexing.keep(FindableDocument, document, texts)


def refresh_missing() -> None:
    """Write the terms of documents and clauses that have none, such as loaded ones."""
    while documents := list(PolicyDocument.objects.filter(findable=None).order_by("pk")[:BATCH]):
        for document in documents:
            refresh_document(document)
    while clauses := list(Clause.objects.filter(findable=None).order_by("pk")[:BATCH]):
        for clause in clauses:
            refresh_clause(clause)


def connect() -> None:
    """Have saved documents, clauses and measures refreshed; loaded ones wait for `refresh_missing`."""
    post_save.connect(_document_saved, sender=PolicyDocument, dispatch_uid="policies.findable")
    post_save.connect(_clause_saved, sender=Clause, dispatch_uid="policies.findable")
    post_save.connect(_measure_saved, sender=Measure, dispatch_uid="policies.findable")
    post_delete.connect(_measure_deleted, sender=Measure, dispatch_uid="policies.findable")


def _document_saved(instance: PolicyDocument, *, raw: bool, **kwargs: Any) -> None:
    if raw:
        FindableDocument.objects.filter(pk=instance.pk).delete()
    else:
        refresh_document(instance)


def _clause_saved(instance: Clause, *, raw: bool, **kwargs: Any) -> None:
    if raw:
        FindableClause.objects.filter(pk=instance.pk).delete()
    else:
        refresh_clause(instance)


def _measure_saved(instance: Measure, *, raw: bool, **kwargs: Any) -> None:
    _clause_saved(instance.clause, raw=raw)


def _measure_deleted(instance: Measure, *, origin: Any, **kwargs: Any) -> None:
    """Where the measure goes with its clause, there is nothing to refresh."""
    if isinstance(origin, Measure) or getattr(origin, "model", None) is Measure:
        refresh_clause(instance.clause)
