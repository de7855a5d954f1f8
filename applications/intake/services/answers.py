from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from applications.intake.models import AnswerChange, Application
from applications.intake.rules import editing_refusal
from applications.intake.services.locking import locked
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused, Stale
from programs.forms.validator import amount_of


@dataclass(frozen=True)
class Conflict:
    """A colleague changed the same answer meanwhile: what they saved and what was typed here."""

    key: str
    saved: Any
    typed: Any
    by: str
    at: datetime


@dataclass(frozen=True)
class Saved:
    """The application after saving, and the answers that were not overwritten."""

    application: Application
    conflicts: list[Conflict] = field(default_factory=list)


@transaction.atomic
def save_answers(
    application_id: UUID,
    changes: dict[str, Any],
    *,
    revision: int,
    capacity: Capacity,
    at: datetime,
    strict: bool = False,
) -> Saved:
    """Store answers by question key, based on the revision the writer saw.

    Answers a colleague changed since then are never overwritten: they come back as conflicts, and the rest
    is saved. `strict` (API, `If-Match`) refuses a stale revision as a whole with Stale.
    """
    application = locked(application_id, capacity)
    if sentence := editing_refusal(application, capacity, at):
        raise Refused(sentence)
    if strict and revision != application.revision:
        raise Stale()
    effective = {
        key: value for key, value in changes.items() if _differs(application.answers.get(key), value)
    }
    conflicts = _conflicts(application, effective, revision)
    _store(application, {k: v for k, v in effective.items() if k not in {c.key for c in conflicts}}, capacity)
    return Saved(application, conflicts)


def _differs(saved: Any, typed: Any) -> bool:
    """Nothing, an empty text and an empty list are the same answer."""
    return saved != typed and not (saved in (None, "", []) and typed in (None, "", []))


def _conflicts(application: Application, changes: dict[str, Any], revision: int) -> list[Conflict]:
    since = application.answer_changes.filter(revision__gt=revision, key__in=changes).select_related("by")
    latest = {change.key: change for change in since.order_by("revision")}
    return [
        Conflict(key, application.answers.get(key), changes[key], str(change.by), change.at)
        for key, change in latest.items()
    ]


def _store(application: Application, changes: dict[str, Any], capacity: Capacity) -> None:
    if not changes:
        return
    application.answers = {**application.answers, **changes}
    application.amount_asked = _amount(application)
    application.revision += 1
    application.save(update_fields=["answers", "amount_asked", "revision", "changed_at"])
    AnswerChange.objects.bulk_create(
        AnswerChange(application=application, revision=application.revision, key=key, by=capacity.user)
        for key in changes
    )


def _amount(application: Application) -> Decimal | None:
    return amount_of(application.form_version, application.answers)
