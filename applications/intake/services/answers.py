import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from applications.intake.models import AnswerChange, Application
from applications.intake.rules import editing_refusal
from applications.intake.services.correcting import locked_refusal
from applications.intake.services.identity import kept, let_go
from applications.intake.services.locking import locked
from applications.intake.services.reckoning import context_of
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused, Stale
from programs.forms.validator import amount_of, is_empty, merge


@dataclass(frozen=True)
class Conflict:
    """The same answer was changed elsewhere meanwhile: what is saved, and what was typed here."""

    key: str
    saved: Any
    typed: Any
    by: str
    at: datetime | None


@dataclass(frozen=True)
class Saved:
    """The application after saving, and the answers that were not overwritten."""

    application: Application
    conflicts: list[Conflict] = field(default_factory=list)


def fingerprint(answer: Any) -> str:
    """What a page remembers of an answer it has shown; every kind of empty answer is the same."""
    if is_empty(answer):
        return ""
    canonical = json.dumps(answer, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


@transaction.atomic
def save_answers(
    application_id: UUID,
    changes: Mapping[str, Any],
    *,
    capacity: Capacity,
    at: datetime,
    revision: int | None = None,
    seen: Mapping[str, str] | None = None,
) -> Saved:
    """Store answers by question key.

    `seen`: fingerprints of the answers the writer was shown. What the writer left as shown is no change;
    what somebody else changed meanwhile is never overwritten but comes back as a conflict, and the rest is
    saved. `revision` (the API's `If-Match`) refuses a stale writer as a whole with Stale.
    """
    application = locked(application_id, capacity)
    if sentence := editing_refusal(application, capacity, at):
        raise Refused(sentence)
    if revision is not None and revision != application.revision:
        raise Stale
    tidied = merge(application.form_version, {}, changes)
    changes = {key: tidied.get(key) for key in changes}
    changes = kept(application, changes, capacity)
    effective = _effective(application.answers, changes, seen)
    if sentence := locked_refusal(application, effective):
        raise Refused(sentence)
    conflicts = _conflicts(application, effective, seen)
    contested = {conflict.key for conflict in conflicts}
    _store(application, {k: v for k, v in effective.items() if k not in contested}, capacity)
    return Saved(application, conflicts)


def _effective(
    saved: Mapping[str, Any], changes: Mapping[str, Any], seen: Mapping[str, str] | None
) -> dict[str, Any]:
    """The changes that say something new: unlike what is saved, and unlike what the writer was shown."""
    return {
        key: value
        for key, value in changes.items()
        if fingerprint(value) != fingerprint(saved.get(key))
        and (seen is None or fingerprint(value) != seen.get(key, ""))
    }


def _conflicts(
    application: Application, changes: Mapping[str, Any], seen: Mapping[str, str] | None
) -> list[Conflict]:
    if seen is None:
        return []
    contested = [key for key in changes if fingerprint(application.answers.get(key)) != seen.get(key, "")]
    if not contested:
        return []
    rows = application.answer_changes.filter(key__in=contested).select_related("by").order_by("revision")
    latest = {change.key: change for change in rows}
    return [_conflict(application, key, changes[key], latest.get(key)) for key in contested]


def _conflict(application: Application, key: str, typed: Any, change: AnswerChange | None) -> Conflict:
    by, at = (str(change.by), change.at) if change else ("", None)
    return Conflict(key, application.answers.get(key), typed, by, at)


def _store(application: Application, changes: Mapping[str, Any], capacity: Capacity) -> None:
    if not changes:
        return
    before = application.answers
    application.answers = merge(application.form_version, before, changes)
    application.sources = {key: of for key, of in application.sources.items() if key not in changes}
    application.amount_asked = amount_of(
        application.form_version, application.answers, context_of(application)
    )
    application.revision += 1
    application.save(update_fields=["answers", "sources", "amount_asked", "revision", "changed_at"])
    AnswerChange.objects.bulk_create(
        AnswerChange(application=application, revision=application.revision, key=key, by=capacity.user)
        for key in changes
    )
    let_go(application, before)
