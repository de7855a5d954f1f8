"""One action of the workflow on many applications at once, with the same outcome as one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from applications.intake.messages import notes_of, people_of
from applications.intake.models import Application, ApplicationEvent
from applications.intake.rules import refusal
from applications.intake.services.locking import RELATED, share_round
from applications.intake.services.transition import Inputs, apply, hear
from applications.intake.workflow import BY_ACTION, HIDDEN_EVENTS, Transition
from portal.accounts.capacities import Capacity
from portal.history.services import record_many
from portal.inbox.services import Note, send_all
from programs.catalog.models import Round


@dataclass
class Done:
    """An application on which the action was carried out, and what its event says."""

    application: Application
    before: str
    kind: str
    payload: dict[str, Any]

    @property
    def moved(self) -> tuple[str, str, str]:
        """What events have in common that are written together."""
        return self.kind, self.before, self.application.status


@transaction.atomic
def perform_many(ids: Sequence[UUID], action: str, *, capacity: Capacity, at: datetime) -> dict[UUID, str]:
    """Carry out an action that has to be given nothing: by id why not, "" where it was done.

    Locks in the order of the ids. Events and messages are written together, which is why it takes a fraction
    of the time; what goes wrong with one takes all of them back.
    """
    transition = BY_ACTION[action]
    assert not transition.needs
    said = dict.fromkeys(ids, _("The application is no longer there for your department."))
    done: list[Done] = []
    for application in _locked(ids, capacity):
        sentence = refusal(application, transition, capacity, at)
        said[application.pk] = sentence or ""
        if sentence is None:
            done.append(_carry_out(application, transition, capacity, at))
    events = _events(done, capacity, at)
    send_all(_notes(done, at))
    for one in done:
        hear(one.application, events[one.application.pk])
    return said


def _locked(ids: Sequence[UUID], capacity: Capacity) -> Iterator[Application]:
    """The applications under their row locks; those of a round share it, and its deadline is read once."""
    rows = Application.objects.visible_to(capacity).filter(pk__in=ids).order_by("pk")
    rounds: dict[int, Round] = {}
    for application in rows.select_for_update(of=("self",), no_key=True).select_related(*RELATED):
        if known := rounds.get(application.round_id):
            application.round = known
        else:
            share_round(application)
            rounds[application.round_id] = application.round
        yield application


def _carry_out(application: Application, transition: Transition, capacity: Capacity, at: datetime) -> Done:
    before = application.status
    target, payload = apply(application, transition, Inputs(), capacity, at)
    application.status, application.status_since = target.status, at
    application.revision += 1
    application.save()
    return Done(application, before, target.event or transition.event, payload)


def _events(done: Sequence[Done], capacity: Capacity, at: datetime) -> dict[UUID, ApplicationEvent]:
    """An event each, by application."""
    found: dict[UUID, ApplicationEvent] = {}
    for moved in sorted({one.moved for one in done}):
        kind, before, after = moved
        payloads = {one.application: one.payload for one in done if one.moved == moved}
        written = record_many(
            ApplicationEvent,
            payloads,
            kind=kind,
            capacity=capacity,
            at=at,
            locked=True,
            from_status=before,
            to_status=after,
        )
        found |= {event.subject_id: event for event in written}
    return found


def _notes(done: Sequence[Done], at: datetime) -> Iterator[Note]:
    """What the people of each are told."""
    told = [one for one in done if one.kind not in HIDDEN_EVENTS]
    people = people_of([one.application.pk for one in told])
    for one in told:
        yield from notes_of(one.application, one.kind, one.payload, at, people.get(one.application.pk, []))
