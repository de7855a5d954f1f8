"""Finds rows by their terms, and says how well each fits. The model has a `findable` row beside each row."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import reduce
from operator import add, or_
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from programs.search.queries import Concept, Query

WEIGHTS = {"title_terms": 4, "heading_terms": 2, "terms": 1}


@contextmanager
def by_index() -> Iterator[None]:
    """Ask for rows through the indexes of their terms.

    The database takes reading the whole table for cheap: it does not count unpacking the terms of each row,
    which takes ten times as long as the index.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield


def search[Rows: QuerySet[Any]](rows: Rows, query: Query) -> Rows:
    """Rows that have every concept; where there are none, those that have at least half of them."""
    if not query:
        return rows.none()
    whole = complete(rows, query)
    return whole if len(query.concepts) == 1 or whole.exists() else having_enough(rows, query)


def complete[Rows: QuerySet[Any]](rows: Rows, query: Query) -> Rows:
    """Rows that have every concept."""
    return rows.filter(having_all(query))


def having_all(query: Query, column: str = "terms") -> Q:
    """The condition that every concept is in the column."""
    condition = Q()
    for concept in query.concepts:
        condition &= _has(concept, column)
    return condition


def having_enough[Rows: QuerySet[Any]](rows: Rows, query: Query) -> Rows:
    """Rows with at least half of the concepts."""
    hits = reduce(add, (_points(rows, concept, {"terms": 1}) for concept in query.concepts))
    return rows.filter(findable__terms__overlap=query.terms).alias(hits=hits).filter(hits__gte=query.enough)


def by_relevance[Rows: QuerySet[Any]](rows: Rows, query: Query, *, whole: bool) -> Rows:
    """Adds `relevance`: for each concept 4 in a title, 2 in a heading, 1 in any other text.

    `whole`: the rows have every concept, so that the longest column need not be read again.
    """
    weights = {"title_terms": 4, "heading_terms": 2} if whole else WEIGHTS
    points = [_points(rows, concept, weights, least=int(whole)) for concept in query.concepts]
    return rows.annotate(relevance=reduce(add, points))


def _points(rows: QuerySet[Any], concept: Concept, weights: dict[str, int], least: int = 0) -> Case:
    """The weight of the best column that has the concept.

    Which rows have it is read from the index once: to look into the terms of each row takes far longer.
    """
    findable = rows.model._meta.get_field("findable").related_model._default_manager
    whens = [
        When(pk__in=findable.filter(_has(concept, column, "")).values("pk"), then=Value(weight))
        for column, weight in weights.items()
    ]
    return Case(*whens, default=Value(least), output_field=IntegerField())


def _has(concept: Concept, column: str, path: str = "findable__") -> Q:
    """One of the ways is there: those of one term are asked for together."""
    single = [way[0] for way in concept.ways if len(way) == 1]
    longer = [Q(**{f"{path}{column}__contains": list(way)}) for way in concept.ways if len(way) > 1]
    return reduce(or_, [*([Q(**{f"{path}{column}__overlap": single})] if single else []), *longer])
