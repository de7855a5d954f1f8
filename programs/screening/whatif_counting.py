"""How many organizations qualify as it is and as it would be: one statement over all of them.

Every organization is judged twice and put into a bar of the chart; rows that agree in everything that is
asked are counted by the database's workers, and what is left is summed up by place, size and industry.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from django.db.models import CharField, F, Func, IntegerField, QuerySet, Value

from portal.facts.models import CurrentFacts
from programs.eligibility import derived
from programs.eligibility.checks import TRUTH
from programs.eligibility.context import Context
from programs.eligibility.querying import as_expression, rows
from programs.eligibility.tables import table_of

LAST_YEAR = -1
BY_SIZE = {"fact": "sme_class", "op": "equals", "value": "micro", "year": LAST_YEAR}  # for its figures

Within = Callable[[QuerySet[CurrentFacts]], QuerySet[CurrentFacts]]
DIMENSIONS = ("region", "size", "industry", "bar")
# Several processes judge and count, and one adds up. For that the planner has to expect few groups: of a text
# worked out below OFFSET 0 it knows nothing and expects two hundred.
SUMMED = """
WITH counted AS (
    SELECT always AND before AS before, always AND after AS after, string_to_array(key, '|') AS parts, n
    FROM (
        SELECT always, before, after, key, count(*) AS n
        FROM ({inner} OFFSET bigint '0') AS judged (always, before, after, key)
        GROUP BY always, before, after, key
    ) AS grouped
),
named AS (
    SELECT before, after, n, parts[1] AS bar, parts[2] AS region, parts[3] AS size, parts[4] AS industry
    FROM counted
)
SELECT grouping(region, size, industry, bar), before, after, region, size, industry, bar, sum(n)
FROM named GROUP BY before, after, GROUPING SETS ((), (region), (size), (industry), (bar))
"""
# By which column a row of the result is: grouping() has a bit for each that it is not by, the last lowest.
GROUPINGS = {0b1111: "", 0b0111: "region", 0b1011: "size", 0b1101: "industry", 0b1110: "bar"}


@dataclass
class Tally:
    """Organizations by what the two rule sets say. `unknown`: under the changed one."""

    before: int = 0
    after: int = 0
    gained: int = 0
    lost: int = 0
    unknown_before: int = 0
    unknown: int = 0
    total: int = 0

    def add(self, before: bool | None, after: bool | None, count: int) -> None:
        self.total += count
        self.before += count if before else 0
        self.after += count if after else 0
        self.gained += count if after and not before else 0
        self.lost += count if before and not after else 0
        self.unknown_before += count if before is None else 0
        self.unknown += count if after is None else 0

    def take(self, other: "Tally") -> None:
        """Add another one to this."""
        for name in self.__dataclass_fields__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def kept(self) -> int:
        """Qualify both ways."""
        return self.before - self.lost

    @property
    def never(self) -> int:
        """Qualify neither way, as far as anybody knows."""
        return self.total - self.kept - self.gained - self.lost


@dataclass
class Counts:
    """The answer: all together, and by the codes of places, size classes, industries and bars.

    Places, sizes and industries of those only that qualify one way or the other. Bars are numbered from the
    left; None where the fact is unknown.
    """

    all: Tally = field(default_factory=Tally)
    parts: Mapping[str, dict[Any, Tally]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})


def judged_twice(before: Sequence[Any], after: Sequence[Any], context: Context) -> QuerySet[CurrentFacts]:
    """Every organization with `verdict`, and `after` under the changed tests."""
    joined = rows((*before, *after, BY_SIZE), context)
    return joined.annotate(verdict=all_of(before, context), after=all_of(after, context))


def all_of(tests: Sequence[Any], context: Context) -> Any:
    """Whether all pass; NULL where that is unknown or nothing is tested."""
    return as_expression({"all": list(tests)}, context) if tests else Value(None, output_field=TRUTH)


@dataclass(frozen=True)
class Asked:
    """What is counted: tests as they are and as they would be, and those that part the bars of the chart."""

    before: Sequence[Any]
    after: Sequence[Any]
    bars: Sequence[Any] = ()

    def conditions(self, context: Context) -> dict[str, Any]:
        """Each test judged once: those that stay (`always`), those that are changed, both ways."""
        stay = [test for test in self.before if test in self.after]
        return {
            "always": _all_or_true(stay, context),
            "before": _all_or_true([test for test in self.before if test not in stay], context),
            "after": _all_or_true([test for test in self.after if test not in stay], context),
        }


def _all_or_true(tests: Sequence[Any], context: Context) -> Any:
    return as_expression({"all": list(tests)}, context) if tests else Value(True, output_field=TRUTH)


def count(asked: Asked, context: Context, within: Within = lambda rows: rows) -> Counts:
    """Count all organizations, or those that `within` leaves."""
    if not asked.before:
        return Counts()
    found = within(rows((*asked.before, *asked.after, *asked.bars, BY_SIZE), context)).order_by()
    said = asked.conditions(context)
    code = [F("registered_region"), derived.sme_class(LAST_YEAR).term.sql(table_of(context)), F("industry")]
    code = [bar_of(asked.bars, context), *code]
    inner = found.annotate(**said, key=Key(*said.values(), *code)).values_list(*said, "key")
    return _read(*inner.query.sql_with_params())


class Key(Func):
    """The bar; of those that qualify one way or the other also region, size and industry, joined by "|"."""

    template = "%(expressions)s"
    output_field = CharField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        *tests, bar, region, size, industry = map(compiler.compile, self.source_expressions)
        always, before, after = (sql for sql, _params in tests)
        who = " || '|' || ".join(f"coalesce({sql}, '')" for sql, _params in (region, size, industry))
        rest = f"CASE WHEN {always} AND ({before} OR {after}) THEN '|' || {who} ELSE '' END"
        params = tuple(param for _sql, found in (bar, *tests, region, size, industry) for param in found)
        return f"coalesce(({bar[0]})::text, '') || {rest}", params


def bar_of(bars: Sequence[Any], context: Context) -> Any:
    """The number of the bar a row is in; NULL where it is unknown, or where there are no bars."""
    parts = [as_expression(test, context) for test in bars]
    return Bar(*parts) if parts else Value(None, output_field=IntegerField())


class Bar(Func):
    """How many of the tests are passed: each implies those before it, so that half are asked at a time."""

    output_field = IntegerField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        compiled = [compiler.compile(part) for part in self.source_expressions]
        return _halved(compiled, 0)


def _halved(tests: Sequence[tuple[str, Sequence[Any]]], passed: int) -> tuple[str, tuple[Any, ...]]:
    if not tests:
        return str(passed), ()
    middle = len(tests) // 2
    test, params = tests[middle]
    more, more_params = _halved(tests[middle + 1 :], passed + middle + 1)
    less, less_params = _halved(tests[:middle], passed)
    sql = f"CASE {test} WHEN TRUE THEN {more} WHEN FALSE THEN {less} END"
    return sql, (*params, *more_params, *less_params)


@transaction.atomic
def _read(inner: str, params: Sequence[Any]) -> Counts:
    found = Counts()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '64MB'")
        cursor.execute("SET LOCAL jit = off")  # it takes longer than it saves
        cursor.execute(SUMMED.format(inner=inner), params)
        for grouping, before, after, *codes, number in cursor.fetchall():
            name = GROUPINGS[grouping]
            if not name:
                found.all.add(before, after, int(number))
                continue
            code = codes[DIMENSIONS.index(name)] or None
            key = int(code) if name == "bar" and code else code
            found.parts[name].setdefault(key, Tally()).add(before, after, int(number))
    return found
