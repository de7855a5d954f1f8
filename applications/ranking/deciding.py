"""The collective meeting: it fixes the list, and from then on nothing of it changes."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.ranking.drawing import lines_of, locked, scores_kept
from applications.ranking.models import Meeting, Ranking, RankingEvent, settings_of
from applications.ranking.outcomes import queue
from applications.ranking.reckoning import plain
from applications.ranking.sources import others_waiting, reviews_since, scores_of
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files.services import fitting_name, store
from portal.history.chain import canonical, normalized
from portal.history.services import record

LEAST_ATTENDEES = 3
MOST_NAMED = 20  # applications that one sentence names


@dataclass(frozen=True)
class Minutes:
    """What the meeting's minutes say. `recusals`: [{"person", "number", "reason"}]."""

    number: str
    held_on: date
    attendees: list[str]
    recusals: list[dict[str, str]]
    upload: UploadedFile


def open_points(ranking: Ranking, *, quick: bool = False) -> list[str]:
    """What still stands in the way of fixing the list, in sentences.

    `quick`: for a page that is often looked at; whether scores changed is then told by when reviews came in
    and how many there are. Fixing compares every score.
    """
    found = []
    risky = ranking.places.filter(settled=False).exclude(twice=[]).order_by("position")
    numbers = list(risky.values_list("application__number", flat=True)[: MOST_NAMED + 1])
    if numbers:
        more = "…" if len(numbers) > MOST_NAMED else ""
        named = _(", ").join(str(number) for number in numbers[:MOST_NAMED]) + more
        found.append(_("Look again at %(numbers)s and note what you found.") % {"numbers": named})
    changed = (
        reviews_since(ranking) if quick else scores_of(ranking.round, ranking.pass_no) != scores_kept(ranking)
    )
    if changed:
        found.append(_("Reviews have come in or changed since. Draw up the ranking again."))
    if others_waiting(ranking):
        found.append(_("Other applications wait for a decision now. Draw up the ranking again."))
    return found


def content_of(ranking: Ranking, meeting: Meeting) -> dict[str, Any]:
    """All that the hash covers: settings, scores, the list and the minutes."""
    return normalized(
        {
            "round": ranking.round_id,
            "settings": settings_of(ranking),
            "candidates": ranking.candidates,
            "scores": ranking.scores,
            "list": plain(lines_of(ranking)),
            "minutes": meeting.minutes.sha256,
            "number": meeting.number,
            "held_on": meeting.held_on.isoformat(),
            "attendees": meeting.attendees,
            "recusals": meeting.recusals,
        }
    )


def hash_of(ranking: Ranking, meeting: Meeting) -> str:
    """SHA-256 of the canonical JSON of `content_of`."""
    return hashlib.sha256(canonical(content_of(ranking, meeting))).hexdigest()


def fix(ranking_id: UUID, minutes: Minutes, *, by: Capacity, at: datetime) -> Ranking:
    """Record the meeting and fix the list; its outcomes then go to the applications one by one.

    Refused while something is open, and for minutes that cannot be right. The file is kept first.
    """
    stored = store(minutes.upload, by.user)
    name = fitting_name(str(minutes.upload.name or ""), stored)
    with transaction.atomic():
        ranking = locked(ranking_id, by)
        if problems := [*open_points(ranking), *_faults(ranking, minutes, at)]:
            raise Refused(" ".join(problems))
        meeting = Meeting.objects.create(
            ranking=ranking,
            number=minutes.number,
            held_on=minutes.held_on,
            attendees=minutes.attendees,
            recusals=minutes.recusals,
            minutes=stored,
            minutes_name=name,
            recorded_at=at,
            recorded_by=by.user,
        )
        ranking.content_hash = hash_of(ranking, meeting)
        payload = {"content_hash": ranking.content_hash, "minutes": meeting.number}
        record(RankingEvent, ranking, kind="fixed", capacity=by, at=at, payload=payload, locked=True)
        ranking.state, ranking.fixed_at, ranking.fixed_by = Ranking.State.FIXED, at, by.user
        ranking.save()
        queue(ranking, by)
    return ranking


def _faults(ranking: Ranking, minutes: Minutes, at: datetime) -> list[str]:
    """What in the minutes cannot be right."""
    found = []
    if minutes.held_on > timezone.localdate(at):
        found.append(_("The meeting lies in the future. Record it after it was held."))
    if len(set(minutes.attendees)) < LEAST_ATTENDEES:
        found.append(_("A collective decision needs at least %(n)d attendees.") % {"n": LEAST_ATTENDEES})
    numbers = {row["number"] for row in ranking.candidates}
    for recusal in minutes.recusals:
        if recusal["person"] not in minutes.attendees:
            found.append(_("%(person)s is recused but not among the attendees.") % recusal)
        if recusal["number"] not in numbers:
            found.append(_("%(number)s is not in this list.") % recusal)
    found += _too_few(minutes)
    return found


def _too_few(minutes: Minutes) -> list[str]:
    """Applications on which too few are left to decide after recusals."""
    found = []
    for number in sorted({recusal["number"] for recusal in minutes.recusals}):
        out = {recusal["person"] for recusal in minutes.recusals if recusal["number"] == number}
        if len(set(minutes.attendees) - out) < LEAST_ATTENDEES - 1:
            found.append(_("After recusals too few are left to decide on %(number)s.") % {"number": number})
    return found
