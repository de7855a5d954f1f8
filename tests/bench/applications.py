"""Applications with all that belongs to one: a revision, five events, two files, at any status."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from applications.intake.models import Application
from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization
from programs.catalog.models import Round
from tests.bench.seeding import copies
from tests.factories import intake
from tests.factories.organizations import member

SEARCHED = "流光芯片"  # in the names of twelve firms
FIRM_EVERY, OF_ONE_FIRM, DRAFTS = 20, 40, 200
# In a city with so many, most are done with: a twentieth each waits for a check, a decision, a correction.
STATUS = (
    "CASE n %% 20 WHEN 0 THEN 'submitted' WHEN 1 THEN 'accepted' WHEN 2 THEN 'returned'"
    " WHEN 3 THEN 'withdrawn' ELSE 'refused' END"
)


@dataclass(frozen=True)
class Cast:
    """Who looks, and at what."""

    official: Capacity
    applicant: Capacity
    round: Round
    model: Application
    draft: Application
    writer: Capacity
    ready: Application


def cast() -> Cast:
    """The first application of each sort, made by the services."""
    round_ = intake.open_round(closes_at=timezone.now() + timedelta(days=30), live_limit=30_000)
    applicant = member()
    model = intake.decided(intake.submitted(intake.draft(round_, applicant)), "return")
    model = intake.decided(intake.submitted(model), "accept")
    draft, writer = intake.filled(intake.draft(round_, applicant)), member()
    ready = intake.filled(intake.draft(round_, writer))
    for application in (model, draft, ready):
        attachment = application.attachments.get(removed_at=None)
        attachment.pk = None
        attachment.save()
    return Cast(intake.official(round_.department), applicant, round_, model, draft, writer, ready)


def seed(made: Cast, first: int, count: int) -> None:
    """Copies `first` … `first + count - 1` of the model; some of the applicant, the others of many firms."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        firms = of_firms(made, first, count)
        copies(
            made.model, count,
            id=key("application", first), number=f"'B' || lpad((n + {first})::text, 8, '0')", status=STATUS,
            organization_id=firms, amount_asked="(n::bigint * 7919) %% 900000 + 1000",
            due_at="source.due_at + (n * 131) %% 40000 * interval '1 minute' - interval '9 days'",
            submitted_at="source.submitted_at - n * interval '1 minute'",
            changed_at="source.changed_at - n * interval '1 minute'",
            created_at="source.created_at - n * interval '1 minute'",
        )  # fmt: skip
        for row in children(made.model):
            copies(row, count, **child(row, first))
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def drafts(made: Cast, first: int) -> None:
    """Filled drafts of another firm, each to be handed in once."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        copies(made.ready, DRAFTS, id=key("draft", first))
        for row in made.ready.attachments.all():
            copies(row, DRAFTS, application_id=key("draft", first))
        for event in made.ready.events.all():
            copies(event, DRAFTS, subject_id=key("draft", first))
        cursor.execute("SET session_replication_role = origin")


def of_firms(made: Cast, first: int, count: int) -> str:
    """A firm for every twenty applications; SQL that names the firm of the nth."""
    firm = made.applicant.organization
    assert firm is not None
    many = max(count // FIRM_EVERY, 1)
    word = f"CASE WHEN n %% {max(many // 12, 1)} = 0 THEN '{SEARCHED}' ELSE '虚构科技' END"
    name = f"{word} || (n + {first}) || '有限公司'"
    copies(firm, many, uscc=f"'B' || lpad((n + {first})::text, 17, '0')", name=name)
    last = Organization.objects.order_by("-pk")[0].pk
    others = f"{last} - n %% {many}"
    return f"CASE WHEN n <= {OF_ONE_FIRM} AND {first} = 0 THEN {firm.pk} ELSE {others} END"


def children(model: Application) -> list[Any]:
    """What belongs to it, with one submission of the two."""
    return [
        *model.submissions.order_by("-seq")[:1],
        *model.attachments.filter(removed_at=None)[:2],
        *model.events.order_by("seq")[:5],
    ]


def child(row: Any, first: int) -> dict[str, str]:
    """The columns in which a copy differs."""
    if hasattr(row, "subject_id"):
        return {"subject_id": key("application", first)}
    found = {"application_id": key("application", first)}
    return found | {"receipt_code": f"'B' || (n + {first})"} if hasattr(row, "receipt_code") else found


def key(kind: str, first: int) -> str:
    """The key of the nth copy, as SQL."""
    return f"md5('{kind}' || (n + {first}))::uuid"
