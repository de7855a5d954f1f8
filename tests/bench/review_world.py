"""Applications over many rounds with the words of their answers, copied inside PostgreSQL."""

from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from applications.intake.models import Application
from applications.review.models import ApplicationText
from applications.review.texts import keep_due
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round
from tests.bench.applications import Cast, cast, child, children, key, of_firms
from tests.bench.seeding import copies

# Words that the answers have: every application, one in a hundred, one in ten thousand.
COMMON, SOME, RARE = "测试", "光谱", "流光"
STATUS = (
    "CASE n %% 25 WHEN 0 THEN 'submitted' WHEN 1 THEN 'accepted' WHEN 2 THEN 'returned'"
    " WHEN 3 THEN 'reviewing' WHEN 4 THEN 'noticed' WHEN 5 THEN 'withdrawn' ELSE 'refused' END"
)


@dataclass
class Desk:
    """Who works, on what, in which of the copied rounds."""

    cast: Cast
    official: Capacity
    rounds: list[int]


def desk(rounds: int) -> Desk:
    """The first of everything, and copies of its round."""
    made = cast()
    keep_due()
    source = Round.objects.get(pk=made.round.pk)
    copies(source, rounds, name="'第' || n || '批'", code="'B' || n", live_limit="30000")
    ids = Round.objects.filter(program=source.program, code__regex=r"^B\d").order_by("pk")
    return Desk(made, made.official, list(ids.values_list("pk", flat=True)))


def seed(made: Desk, first: int, count: int, terms: int) -> None:
    """Applications `first` … `first + count - 1`, spread over the rounds, each with so many terms."""
    model, low = made.cast.model, made.rounds[0]
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        firms = of_firms(made.cast, first, count)
        copies(
            model, count,
            id=key("application", first), number=f"'R' || lpad((n + {first})::text, 8, '0')",
            round_id=f"{low} + n %% {len(made.rounds)}", status=STATUS, organization_id=firms,
            amount_asked="(n::bigint * 7919) %% 900000 + 1000",
            due_at="source.due_at + (n * 131) %% 40000 * interval '1 minute' - interval '9 days'",
            submitted_at="source.submitted_at - n * interval '1 minute'",
            changed_at="source.changed_at - n * interval '1 minute'",
            created_at="source.created_at - n * interval '1 minute'",
        )  # fmt: skip
        for row in children(model):
            copies(row, count, **child(row, first))
        text = ApplicationText.objects.get(application=model)
        copies(text, count, application_id=key("application", first), terms=words(terms))
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def words(terms: int) -> str:
    """SQL of the terms of the nth: of a vocabulary of 20,000, and of the three words looked for."""
    looked_for = (
        f"ARRAY['{COMMON}'] || CASE WHEN n %% 100 = 0 THEN ARRAY['{SOME}'] ELSE '{{}}'::text[] END"
        f" || CASE WHEN n %% 10000 = 0 THEN ARRAY['{RARE}'] ELSE '{{}}'::text[] END"
    )
    own = (
        "ARRAY(SELECT 'w' || (n::bigint * 7919 + i::bigint * 104729) %% 20000"
        f" FROM generate_series(1, {terms}) AS i)"
    )
    return f"{looked_for} || {own}"


def to_accept(made: Desk, count: int) -> Round:
    """A round with so many applications that wait for nothing but to be accepted."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        wanted = made.rounds[-1]
        rows = Application.objects.filter(round__in=made.rounds).order_by("pk").values("pk")[:count]
        Application.objects.filter(pk__in=rows).update(
            round=wanted, status="submitted", decided_at=None, handler=None, due_at=timezone.now()
        )
        cursor.execute("SET session_replication_role = origin")
    return Round.objects.get(pk=wanted)
