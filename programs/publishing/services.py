"""The one door for publications: hand over, confirm, cancel, change the time, and what the clock publishes.

Locks go from the program to the round to the order. What the clock finds locked it leaves to a later minute.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.editing import editors_of
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.services import in_language
from portal.ui.texts import localized
from programs.catalog import services as catalog
from programs.catalog.gaps import program_gaps, round_gaps
from programs.catalog.models import Extension, Program, Round, RoundChange
from programs.catalog.rules import Actor, departments_of, may_edit, require_editor
from programs.publishing import messages
from programs.publishing.digests import digest_of, digest_of_order
from programs.publishing.gate import asking_department
from programs.publishing.locks import Busy, lock_order, lock_target
from programs.publishing.models import Order, OrderQuerySet

logger = logging.getLogger(__name__)

State = Order.State
REASON_LENGTH = 1000


def editors(order: Order) -> Iterable[User]:
    """Everybody who may confirm what somebody handed over: they reach its departments."""
    found = editors_of(*departments_of(order.program, order.round))
    return found.exclude(pk=order.asked_by_id) if order.asked_by_id else found


def gaps_of(program: Program, round_: Round | None) -> list[str]:
    """What is missing before it can be public."""
    return round_gaps(round_) if round_ else program_gaps(program)


@transaction.atomic
def hand_over(program_id: int, round_id: int | None, publish_at: datetime | None, *, by: Actor) -> Order:
    """Publish at once or at a set time, or leave it to a second person where the department asks for one.

    `publish_at` None: at once, or as soon as it is confirmed. Refused while something is missing.
    """
    target, at = lock_target(program_id, round_id), timezone.now()
    program, round_ = target.program, target.round
    user = require_editor(by, program, round_)
    _refuse_published(program, round_)
    if _live(program, round_).exists():
        raise Refused(_("It is already handed over for publishing. See it under Publications."))
    _refuse_time(round_, publish_at, at)
    if gaps := gaps_of(program, round_):
        raise Refused(_("Not yet. What is missing: %(gaps)s") % {"gaps": " ".join(gaps)})
    department = asking_department(program, round_)
    order = Order(program=program, round=round_, asked_by=user, asked_at=at)
    order.publish_at, order.digest = publish_at, digest_of(program, round_)
    if department:
        return ask(order, localized(department, "name"))
    order.state, order.publish_at = State.SCHEDULED, publish_at or at
    order.save()
    if publish_at is None:
        _fulfill(order, by, at, told=[])
    return order


@transaction.atomic
def confirm(order_id: int, seen: str, *, by: Actor) -> Order:
    """The second person agrees to what was handed over; it is public at once, or when its time comes.

    `seen`: the digest of what the page showed. Refused to whoever handed it over, and when the content is no
    longer what was handed over.
    """
    order, at = lock_order(order_id), timezone.now()
    user = require_editor(by, order.program, order.round)
    if order.state != State.WAITING:
        raise Refused(_("This publication no longer waits for a second person."))
    if order.asked_by_id == user.pk:
        raise Refused(_("You handed it over yourself: another person has to confirm it."))
    if order.digest != seen or order.digest != digest_of_order(order):
        raise Refused(changed_sentence())
    if order.moves_to is None:
        _refuse_time(order.round, None, at)
    order.confirmed_by, order.confirmed_at = user, at
    if order.publish_at is None or order.publish_at <= at:
        _fulfill(order, by, at, told=[order.asked_by] if order.asked_by else [])
    else:
        order.state = State.SCHEDULED
        order.save()
        messages.tell(order, messages.CONFIRMED, [order.asked_by] if order.asked_by else [], user)
    return order


@transaction.atomic
def cancel(order_id: int, reason: str, *, by: Actor) -> Order:
    """Publish it not. A second person who sends it back says why; everybody else concerned is told."""
    order = lock_order(order_id)
    user = require_editor(by, order.program, order.round)
    if not order.is_live:
        raise Refused(_("This publication is settled already."))
    if order.asked_by_id != user.pk and not reason.strip():
        raise Refused(_("Say why: whoever handed it over reads it."))
    _settle(order, State.CANCELED, timezone.now(), reason.strip(), user)
    others = [person for person in _behind(order) if person != user]
    messages.tell(order, messages.CANCELED, others, user)
    return order


@transaction.atomic
def change_time(order_id: int, publish_at: datetime | None, *, by: Actor) -> Order:
    """The same at another time: a new order takes the old one's place, and is confirmed anew. A deadline that
    is to come earlier has no time of its own: it is handed over again.
    """
    order = lock_order(order_id)
    user = require_editor(by, order.program, order.round)
    if not order.is_live:
        raise Refused(_("This publication is settled already."))
    if order.asked_by is None:
        raise Refused(
            _("The portal proposed it: confirm it or cancel it. You may move the deadline yourself.")
        )
    reason = _("Handed over again.") if order.moves_to else _("Another time was set.")
    _settle(order, State.CANCELED, timezone.now(), reason, user)
    if order.moves_to and order.round:
        catalog.move_deadline(order.round.pk, order.moves_to, order.move_reason, by)
        return Order.objects.live().filter(round=order.round).first() or order
    return hand_over(order.program_id, order.round_id, publish_at, by=by)


def publish_due(now: datetime) -> int:
    """Publish what is due at `now`; answers how many became public. Twice at once does each once."""
    due = Order.objects.due(now).order_by("publish_at", "pk").values_list("pk", flat=True)
    return sum(_published_alone(order_id, now) for order_id in list(due))


def _published_alone(order_id: int, now: datetime) -> bool:
    """One order must not keep back the others."""
    try:
        return _publish_one(order_id, now)
    except Busy:
        return False
    except Exception:
        logger.exception("Publication %s failed; it is tried again in a minute.", order_id)
        return False


@transaction.atomic
def _publish_one(order_id: int, now: datetime) -> bool:
    """Publish an order, or tell why not; left alone where somebody else is at it."""
    order = lock_order(order_id, wait=False)
    if order.state != State.SCHEDULED:
        return False
    assert order.asked_by is not None  # the portal's own wait for a person, not for a time
    with in_language(order.asked_by):
        try:
            with transaction.atomic():
                _refuse_stale(order, now)
                _fulfill(order, order.confirmed_by or order.asked_by, now)
                return True
        except Refused as refusal:
            _settle(order, State.FAILED, now, str(refusal))
    messages.tell(order, messages.FAILED, _behind(order))
    return False


def _refuse_stale(order: Order, now: datetime) -> None:
    """Whoever stands behind it must still be in office, and a confirmed content must be the same."""
    for person in _behind(order):
        if not (person.is_active and may_edit(person, order.program, order.round)):
            raise Refused(_("Whoever handed it over or confirmed it may no longer publish."))
    if order.confirmed_by and order.digest != digest_of_order(order):
        raise Refused(changed_sentence())
    _refuse_time(order.round, None, now)


def _behind(order: Order) -> list[User]:
    """Who handed it over, and who confirmed it."""
    return [person for person in (order.asked_by, order.confirmed_by) if person]


def _fulfill(order: Order, by: Actor, at: datetime, *, told: Iterable[User] | None = None) -> None:
    """Settle first: the gate lets a settled order pass. A refusal undoes both."""
    _settle(order, State.PUBLISHED, at)
    if order.moves_to and order.round:
        order.round = catalog.move_deadline(order.round.pk, order.moves_to, order.move_reason, by)
        Extension.objects.filter(order=order).update(applied_at=at)
    else:
        _publish(order, by)
    messages.tell(order, messages.PUBLISHED, _behind(order) if told is None else told)


def _publish(order: Order, by: Actor) -> None:
    if order.program.status == Program.Status.DRAFT:
        catalog.publish_program(order.program, by)
    if order.round:
        order.round = catalog.publish_round(order.round.pk, by)
        _record(order.round, order)


def _record(round_: Round, order: Order) -> None:
    """The round's own history: who handed it over, then who confirmed it. Names stay out of the words."""
    draft, waiting, published = Round.Status.DRAFT, order.State.WAITING, Round.Status.PUBLISHED
    assert order.asked_by is not None
    steps: list[tuple[User, str, str, str]] = [(order.asked_by, draft, published, _("Handed over."))]
    if order.confirmed_by:
        steps = [
            (order.asked_by, draft, waiting, _("Handed over.")),
            (order.confirmed_by, waiting, published, _("Confirmed as a second person.")),
        ]
    for person, before, after, reason in steps:
        RoundChange.objects.create(
            round=round_, by=person, field="status", before=before, after=after, reason=reason
        )


def ask(order: Order, department: str) -> Order:
    """Leave it to a second person, and tell everybody who may be one."""
    others = list(editors(order))
    if not others:
        sentence = _("%(department)s asks for a second person, but nobody else may publish yet.")
        raise Refused(sentence % {"department": department})
    order.state = State.WAITING
    order.save()
    messages.tell(order, messages.ASKED, others, order.asked_by)
    return order


def _settle(order: Order, state: Order.State, at: datetime, reason: str = "", by: User | None = None) -> None:
    order.state, order.settled_at, order.settled_by = state, at, by
    order.reason = reason[:REASON_LENGTH]
    order.save()


def _live(program: Program, round_: Round | None) -> OrderQuerySet:
    return Order.objects.live().filter(program=program, round=round_)


def _refuse_published(program: Program, round_: Round | None) -> None:
    if round_ and round_.status == Round.Status.PUBLISHED:
        raise Refused(_("This round is already published."))
    if round_ is None and program.status == Program.Status.PUBLISHED:
        raise Refused(_("This program is already published."))


def _refuse_time(round_: Round | None, publish_at: datetime | None, at: datetime) -> None:
    if publish_at and publish_at <= at:
        raise Refused(_("This time has passed. Choose a later one, or publish at once."))
    closes_at = round_.closes_at if round_ else None
    if closes_at and closes_at <= (publish_at or at):
        raise Refused(_("The round would close before it is public. Set a later deadline."))


def changed_sentence() -> str:
    """Why a confirmation does not hold."""
    return _("It was changed after it was handed over: look at it again and hand it over anew.")
