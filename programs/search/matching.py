"""Finds rows by their terms, and says how well each fits. The model has a `findable` row beside each row."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from operator import add, or_
from typing import Any

from django.db import connection, transaction
from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When

from programs.search.queries import Concept, Query

WEIGHTS = {"title_terms": 4, "heading_terms": 2, "terms": 1}
WHOLE = {"title_terms": 4, "heading_terms": 2}  # of rows with every concept


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
    return Q(*(_has(concept, column) for concept in query.concepts))


def having_enough[Rows: QuerySet[Any]](rows: Rows, query: Query) -> Rows:
    """Rows with at least half of the concepts."""
    return rows.filter(Enough(query, [_findable(rows).filter(_has(c, path="")) for c in query.concepts]))


def having_most(rows: QuerySet[Any], query: Query, number: int) -> QuerySet[Any]:
    """Of the rows with at least half of the concepts the so many that have most of them."""
    having = [rows.order_by().filter(_has(concept)) for concept in query.concepts]
    found: QuerySet[Any] = rows.model._default_manager.filter(Enough(query, having, number))
    return found


class Enough(Func):
    """Whether a row has at least half of the concepts.

    The rows of each concept are read from the index once and counted together. `number`: of these only so
    many, those with most concepts.
    """

    output_field = BooleanField()

    def __init__(self, query: Query, having: Iterable[QuerySet[Any]], number: int = 0) -> None:
        self.least = query.enough
        self.having = [rows.values("pk") for rows in having]
        self.number = number
        super().__init__(F("pk"))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """Counted in a subquery of its own."""
        row, _none = compiler.compile(self.get_source_expressions()[0])
        parts = [rows.query.get_compiler(connection=connection).as_sql() for rows in self.having]
        union = " UNION ALL ".join(sql for sql, _values in parts)
        counted = f"SELECT pk FROM ({union}) AS had (pk) GROUP BY pk HAVING count(*) >= %s"  # noqa: S608  # SQL of ours
        if self.number:
            counted += f" ORDER BY count(*) DESC, pk LIMIT {self.number}"
        return f"{row} IN ({counted})", (*(value for _sql, given in parts for value in given), self.least)


def _findable(rows: QuerySet[Any]) -> QuerySet[Any]:
    """What is found beside the rows, in no order."""
    model: Any = rows.model._meta.get_field("findable").related_model
    found: QuerySet[Any] = model._default_manager.order_by()
    return found


def by_relevance[Rows: QuerySet[Any]](rows: Rows, query: Query, *, whole: bool) -> Rows:
    """Adds `relevance`: for each concept 4 in a title, 2 in a heading, 1 in any other text.

    `whole`: the rows have every concept, so that the longest column need not be read again.
    """
    weights = WHOLE if whole else WEIGHTS
    points = [_points(rows, concept, weights, least=int(whole)) for concept in query.concepts]
    return rows.annotate(relevance=reduce(add, points))


class Relevance(Func):
    """The same of one row, from its terms: for some hundreds of rows the index says more than is asked.

    As text-search vectors the terms are looked up by halving, and each column is unpacked once.
    """

    output_field = IntegerField()

    def __init__(self, query: Query, *, whole: bool) -> None:
        self.weights = WHOLE if whole else WEIGHTS
        self.least = int(whole)
        self.asked = [_as_text_search(concept) for concept in query.concepts]
        super().__init__(*(F(f"findable__{column}") for column in self.weights))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[str, ...]]:
        """A sum over the concepts."""
        columns = [compiler.compile(column)[0] for column in self.get_source_expressions()]
        vectors = [
            f"array_to_tsvector({column}) AS {name}"
            for column, name in zip(columns, self.weights, strict=True)
        ]
        whens = " ".join(f"WHEN {name} @@ %s::tsquery THEN {weight}" for name, weight in self.weights.items())
        points = " + ".join([f"CASE {whens} ELSE {self.least} END"] * len(self.asked))
        values = tuple(asked for asked in self.asked for _ in self.weights)
        return f"(SELECT {points} FROM (SELECT {', '.join(vectors)} OFFSET 0) AS vectors)", values  # noqa: S608  # columns of ours


def _as_text_search(concept: Concept) -> str:
    """One of its ways, as PostgreSQL's tsquery. Terms have letters, figures, hyphens and Chinese only."""
    return " | ".join("(" + " & ".join(f"'{term}'" for term in way) + ")" for way in concept.telling)


def _points(rows: QuerySet[Any], concept: Concept, weights: dict[str, int], least: int = 0) -> Case:
    """The weight of the best column that has the concept.

    Which rows have it is read from the index once: to look into the terms of each row takes far longer.
    """
    findable = _findable(rows)
    whens = [
        When(pk__in=findable.filter(_has(concept, column, "")).values("pk"), then=Value(weight))
        for column, weight in weights.items()
    ]
    return Case(*whens, default=Value(least), output_field=IntegerField())


def _has(concept: Concept, column: str = "terms", path: str = "findable__") -> Q:
    """One of the ways is there: those of one term are asked for together."""
    single = [way[0] for way in concept.telling if len(way) == 1]
    longer = [Q(**{f"{path}{column}__contains": way}) for way in concept.telling if len(way) > 1]
    return reduce(or_, [*([Q(**{f"{path}{column}__overlap": single})] if single else []), *longer])
