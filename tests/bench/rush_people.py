"""Applicants with drafts, and the sign-ins their browsers hold: made before anything is measured."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services import save_answers
from portal.accounts.models import User
from portal.history.services import record_many
from portal.organizations.models import Membership
from programs.catalog.models import Round
from tests.bench import seeding
from tests.bench.seeding import copies
from tests.factories import intake
from tests.factories.organizations import member

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKEN = "k" * 32


@dataclass(frozen=True)
class Person:
    """Somebody with a draft and a browser."""

    application: str
    cookie: str


def rush_round(closes_at: datetime, grace_minutes: int = 0) -> Round:
    """A round for the rush."""
    return intake.open_round(closes_at=closes_at, grace_minutes=grace_minutes)


def half_filled(round_: Round, count: int) -> list[Person]:
    """Drafts of which one part is filled in, each of a firm of its own."""
    application = intake.draft(round_, member())
    answers = {key: intake.ANSWERS[key] for key in ("contact", "staff")}
    save_answers(application.pk, answers, capacity=intake.holder(application), at=timezone.now())
    return _people(application, count)


def complete(round_: Round, count: int) -> list[Person]:
    """Drafts that only have to be handed in."""
    return _people(intake.filled(intake.draft(round_, member())), count)


def _people(model: Application, count: int) -> list[Person]:
    """The model's draft and copies of it, with their firms, files, histories and sign-ins."""
    model.refresh_from_db()
    mine = set(Application.objects.filter(round=model.round).values_list("pk", flat=True))
    seeding._of_firms(model, count - 1, seeding.people(count) + 1)
    new = Application.objects.filter(round=model.round).exclude(pk__in=mine)
    for attachment in model.attachments.filter(removed_at=None):
        for row in new.only("pk"):
            copies(attachment, 1, application_id=f"'{row.pk}'::uuid")
    for part in batched(new.select_related("created_by"), 500):
        with transaction.atomic():
            record_many(
                ApplicationEvent,
                {row: {} for row in part},
                kind="started",
                capacity=None,
                at=timezone.now(),
                to_status="draft",
            )
    seeding.analyze()
    rows = [model, *new.exclude(pk=model.pk)]
    return list(_signed_in(rows))


def _signed_in(rows: list[Application]) -> Iterator[Person]:
    """A session for the owner of each, as after a sign-in a minute ago."""
    firms = [row.organization_id for row in rows]
    owners = dict(Membership.objects.filter(organization__in=firms).values_list("organization", "user"))
    people = User.objects.in_bulk(set(owners.values()))
    now = int(timezone.now().timestamp())
    until, store, sessions = timezone.now() + timedelta(days=7), SessionStore(), []
    for row in rows:
        user = people[owners[row.organization_id]]
        values: dict[str, Any] = {
            "_auth_user_id": str(user.pk), "_auth_user_backend": BACKEND,
            "_auth_user_hash": user.get_session_auth_hash(), "began_at": now, "active_at": now,
        }  # fmt: skip
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        sessions.append(Session(session_key=key, session_data=store.encode(values), expire_date=until))
        yield Person(str(row.pk), f"{settings.SESSION_COOKIE_NAME}={key}; csrftoken={TOKEN}")
    Session.objects.bulk_create(sessions, batch_size=500)
