"""Many rows in seconds: one real row made by the factories, copied inside PostgreSQL."""

from datetime import datetime, timedelta

from django.db import connection, models
from django.utils import timezone

from applications.intake.models import Application
from portal.accounts.models import User
from portal.inbox.models import Reminder
from portal.organizations.models import Membership, Organization
from programs.catalog.models import Round
from tests.factories import intake
from tests.factories.accounts import oneself
from tests.factories.organizations import member

LONG_AGO = timedelta(days=90)


def copies(row: models.Model, count: int, **changed: str) -> None:
    """Insert `count` copies of a row. `changed`: column → SQL, in which n is the number of the copy."""
    meta = row._meta
    columns = [str(field.column) for field in meta.concrete_fields]
    key = str(meta.pk.column) if meta.pk else "id"
    taken = [name for name in columns if name != key or name in changed]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} ({', '.join(map(quoted, taken))})"
            f" SELECT {', '.join(changed.get(name, f'source.{quoted(name)}') for name in taken)}"
            f" FROM {meta.db_table} AS source, generate_series(1, %s) AS n WHERE source.{key} = %s",
            [count, row.pk],
        )


def quoted(name: str) -> str:
    return f'"{name}"'


def people(count: int) -> int:
    """Copies of a person; the id before the first."""
    person = oneself().user
    copies(person, count, email=f"'reader{person.pk}-' || n || '@firm.example'")
    first = User.objects.filter(email=f"reader{person.pk}-1@firm.example").values_list("pk", flat=True)
    return first.get() - 1


def drafts(count: int, closes_at: datetime) -> Round:
    """A round that closes then, with as many old drafts: half of persons, half of firms with an owner."""
    round_ = intake.open_round(closes_at=closes_at, applicant_kinds=["organization", "person"])
    first = people(count) + 1
    of_persons = count // 2
    _of_persons(intake.draft(round_, oneself()), of_persons - 1, first)
    _of_firms(intake.draft(round_, member()), count - of_persons - 1, first + of_persons)
    Application.objects.filter(round=round_).update(status_since=timezone.now() - LONG_AGO)
    reached_at_any_hour()
    return round_


def reached_at_any_hour() -> None:
    """Nobody has quiet hours: what is measured or tried must not depend on the time of day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO inbox_quiethours (user_id, active, begins, ends)"
            " SELECT id, false, '22:00', '08:00' FROM accounts_user ON CONFLICT DO NOTHING"
        )


def _of_persons(draft: Application, count: int, first: int) -> None:
    holder = f"{first - 1} + n"
    copies(draft, count, id="gen_random_uuid()", person_id=holder, created_by_id=holder)


def closing_in(hours: float, count: int) -> Round:
    """The same, by the clock of this moment."""
    return drafts(count, timezone.now() + timedelta(hours=hours))


def _of_firms(draft: Application, count: int, first: int) -> None:
    firm = draft.organization
    assert firm is not None
    copies(firm, count, uscc=f"'H' || lpad(({firm.pk}::bigint * 10000000 + n)::text, 17, '0')")
    last = Organization.objects.order_by("-pk")[0].pk
    holder, new = f"{first - 1} + n", f"{last - count} + n"
    copies(Membership.objects.get(organization=firm), count, organization_id=new, user_id=holder)
    copies(draft, count, id="gen_random_uuid()", organization_id=new, created_by_id=holder)


def reminded(round_: Round, offset: str) -> None:
    """Everybody with a draft in the round was reminded at this offset."""
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO inbox_reminder (kind, subject, user_id, deadline, "offset", moment, created_at)'
            " SELECT 'draft_closing', id::text, created_by_id, %s, %s, now() - interval '1 hour', now()"
            " FROM intake_application WHERE round_id = %s",
            [round_.closes_at, offset, round_.pk],
        )


def history(count: int) -> None:
    """Reminders of long ago."""
    long_ago = timezone.now() - LONG_AGO
    row = Reminder.objects.create(
        kind="draft_closing",
        subject="of-old",
        user=oneself().user,
        deadline=long_ago,
        offset="3d",
        moment=long_ago - timedelta(days=3),
    )
    copies(row, count, subject="gen_random_uuid()::text")


def analyze() -> None:
    """Tell the planner what was seeded, as the database does by itself in time."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
