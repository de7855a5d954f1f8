"""The one door for changes of programs and rounds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.offsets import Offset
from portal.versions import services as versions
from programs.catalog.bases import basis_gaps
from programs.catalog.deadlines import day_off_refusal, moved_sentence, place
from programs.catalog.gaps import program_gaps, publication_gaps, register_gap_check
from programs.catalog.gates import may_come_earlier, pass_gates
from programs.catalog.models import FindableProgram, Program, Round, RoundChange
from programs.catalog.reminding import all_offsets, in_codes, own_offsets
from programs.catalog.rules import Actor, is_relied_on, require_editor
from programs.catalog.searching import refresh_amount, refresh_findable
from programs.catalog.standing import refresh_of

__all__ = [
    "change_contact",
    "change_reminders",
    "change_terms",
    "extend_deadline",
    "move_deadline",
    "publication_gaps",
    "publish_program",
    "publish_round",
    "reference_year",
    "refresh_search",
    "register_gap_check",
    "register_on_deadline_moved",
    "register_on_publish",
    "take_over_conditions",
]

OnPublish = Callable[[Round, Actor], None]
OnDeadlineMoved = Callable[[Round, datetime | None, datetime | None, str], None]

REASON_LENGTH = 300
PUBLISHED_FIELDS = [
    "status",
    "published_at",
    "published_by",
    "terms",
    "closes_at",
    "planned_closes_at",
    "station_closes_at",
    "reference_year",
]

_on_publish: list[OnPublish] = []
_on_deadline_moved: list[OnDeadlineMoved] = []


def register_on_publish(hook: OnPublish) -> None:
    """Call `hook(round, by)` in the transaction that publishes a round."""
    _on_publish.append(hook)


def register_on_deadline_moved(hook: OnDeadlineMoved) -> None:
    """Call `hook(round, before, after, reason)` in the transaction that moves a deadline (None: open)."""
    _on_deadline_moved.append(hook)


@transaction.atomic
def refresh_search(*programs: Program) -> None:
    """Keep under which terms programs are found, the most one can get and where they stand."""
    for program in programs:
        refresh_findable(program)
        refresh_amount(program)
    refresh_of([program.pk for program in programs], timezone.now())


@transaction.atomic
def publish_program(program: Program, by: Actor) -> Program:
    """Make a program public; refused while something is missing. Publishing twice changes nothing."""
    locked = Program.objects.select_for_update(of=("self",)).get(pk=program.pk)
    require_editor(by, locked)
    if locked.status == Program.Status.DRAFT:
        pass_gates(locked)
    _refuse_gaps(program_gaps(locked))
    locked.status = Program.Status.PUBLISHED
    locked.save(update_fields=["status"])
    if not FindableProgram.objects.filter(pk=locked.pk).exists():  # every change of its texts keeps them
        refresh_search(locked)
    program.status = locked.status
    versions.record(locked, by=by, what=gettext_lazy("Published."))
    return locked


@transaction.atomic
def take_over_conditions(round_: Round) -> None:
    """Give a new round that lists no condition those its program has as long as it has no round."""
    if round_.conditions.exists():
        return
    for condition in round_.program.conditions.all():
        condition.pk, condition.program, condition.round = None, None, round_
        condition.save(force_insert=True)


@transaction.atomic
def publish_round(round_id: int, by: Actor) -> Round:
    """Open a round to the public and pin what applicants rely on; refused while something is missing."""
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(rounds=round_id)
    round_ = _locked(round_id)
    round_.program = program
    user = require_editor(by, round_)
    if round_.status == Round.Status.PUBLISHED:
        raise Refused(_("This round is already published."))
    pass_gates(round_.program, round_)
    _refuse_gaps(publication_gaps(round_))
    round_.status = Round.Status.PUBLISHED
    round_.published_at, round_.published_by = timezone.now(), user
    round_.terms = program.terms
    round_.reference_year = reference_year(round_)
    place(round_, round_.closes_at)
    round_.save(update_fields=PUBLISHED_FIELDS)
    if round_.planned_closes_at:
        _record_deadline(round_, user, round_.planned_closes_at, "")
    versions.record(round_, by=by, what=gettext_lazy("Published."))
    for hook in _on_publish:
        hook(round_, by)
    refresh_amount(round_.program)
    refresh_of([round_.program_id], timezone.now())
    return round_


@transaction.atomic
def move_deadline(round_id: int, closes_at: datetime | None, reason: str, by: Actor) -> Round:
    """Move a published round's deadline: later freely, earlier only with a reason, never into the past.

    None is "open all year". A day off is treated as the round's rule says. Every draft holder hears of it
    through the registered hooks. Where a gate keeps an earlier deadline for a second person, the round is
    answered as it was.
    """
    Program.objects.select_for_update(of=("self",), no_key=True).get(rounds=round_id)
    round_, reason = _locked(round_id), reason.strip()
    user = require_editor(by, round_)
    before = round_.closes_at
    if sentence := day_off_refusal(round_, closes_at):
        raise Refused(sentence)
    place(round_, closes_at)
    _refuse_move(round_, before, reason)
    _refuse_gaps(basis_gaps(round_))
    earlier = closes_at if _is_earlier(before, round_.closes_at) else None
    if earlier and not may_come_earlier(round_, earlier, reason, by):
        return _locked(round_id)
    return _move(round_, before, reason, user, by)


@transaction.atomic
def extend_deadline(round_id: int, closes_at: datetime, reason: str) -> Round:
    """The portal itself moves a deadline later, after a failure that the call notice provides for."""
    Program.objects.select_for_update(of=("self",), no_key=True).get(rounds=round_id)
    round_ = _locked(round_id)
    before = round_.closes_at
    place(round_, closes_at)
    _refuse_move(round_, before, reason)
    if _is_earlier(before, round_.closes_at):
        raise Refused(_("An extension moves the deadline later."))
    return _move(round_, before, reason, None, None)


def _move(round_: Round, before: datetime | None, reason: str, user: User | None, by: Actor | None) -> Round:
    """Store, record and tell what was decided."""
    round_.save(update_fields=["closes_at", "planned_closes_at", "station_closes_at"])
    _record_deadline(round_, user, before, reason)
    versions.record(round_, by=by, what=reason or gettext_lazy("Moved the deadline."))
    for hook in _on_deadline_moved:
        hook(round_, before, round_.closes_at, reason)
    refresh_of([round_.program_id], timezone.now())
    return round_


@transaction.atomic
def change_reminders(round_id: int, wanted: Mapping[str, Sequence[Offset]], by: Actor) -> Round:
    """Set when people of a round are reminded, by kind; what is already sent stays sent."""
    round_ = _locked(round_id)
    user = require_editor(by, round_)
    before, round_.reminders = all_offsets(round_), own_offsets(wanted)
    after = all_offsets(round_)
    if before != after:
        round_.save(update_fields=["reminders"])
        _record([round_], user, "reminders", in_codes(before), in_codes(after))
        versions.record(round_, by=by)
    return round_


@transaction.atomic
def change_terms(program_id: int, terms: Any, by: Actor) -> Program:
    """Write a program's terms. Refused while applicants rely on them: a published round is open or coming.

    Raises ValidationError where they do not fit the kind or a source is missing.
    """
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program_id)
    require_editor(by, program)
    if is_relied_on(program):
        raise Refused(_("A published round is open or coming: its terms stay as they were published."))
    program.terms = terms
    program.clean()
    program.save(update_fields=["terms"])
    refresh_search(program)
    versions.record(program, by=by)
    return program


@transaction.atomic
def change_contact(program_id: int, name: str, phone: str, by: Actor) -> Program:
    """Change whom to ask; kept in the history of every published round."""
    program = Program.objects.select_for_update(of=("self",)).get(pk=program_id)
    user = require_editor(by, program)
    before = f"{program.contact_name} {program.contact_phone}"
    program.contact_name, program.contact_phone = name, phone
    program.save(update_fields=["contact_name", "contact_phone"])
    after = f"{name} {phone}"
    if before != after:
        published = program.rounds.filter(status=Round.Status.PUBLISHED)
        _record(list(published), user, "contact", before, after)
        versions.record(program, by=by)
    return program


def reference_year(round_: Round) -> int:
    """The year whose “last year” its conditions mean: the round's own, else the one in which it opens."""
    return round_.reference_year or timezone.localtime(round_.opens_at).year


def _locked(round_id: int) -> Round:
    return Round.objects.select_for_update(of=("self",)).select_related("program").get(pk=round_id)


def _refuse_gaps(gaps: list[str]) -> None:
    if gaps:
        raise Refused(_("Not yet. What is missing: %(gaps)s") % {"gaps": " ".join(gaps)})


def _refuse_move(round_: Round, before: datetime | None, reason: str) -> None:
    closes_at = round_.closes_at
    if round_.status != Round.Status.PUBLISHED:
        raise Refused(_("This round is a draft: change its deadline on its own page."))
    if closes_at == before:
        raise Refused(_("That is the present deadline."))
    if closes_at is None:
        return
    if closes_at <= timezone.now():
        raise Refused(_("A deadline cannot be moved into the past."))
    if closes_at <= round_.opens_at:
        raise Refused(_("A round closes after it opens."))
    if _is_earlier(before, closes_at) and not reason:
        raise Refused(_("Say why the deadline comes earlier: everybody with a draft is told."))


def _is_earlier(before: datetime | None, closes_at: datetime | None) -> bool:
    return closes_at is not None and (before is None or closes_at < before)


def _record_deadline(round_: Round, user: User | None, before: datetime | None, reason: str) -> None:
    """The change with its reason; where the rule moved the deadline, the history says so too."""
    RoundChange.objects.create(
        round=round_,
        by=user,
        field="closes_at",
        before=_as_text(before),
        after=_as_text(round_.closes_at),
        reason=" ".join(filter(None, [reason, moved_sentence(round_)]))[:REASON_LENGTH],
    )


def _record(rounds: Sequence[Round], user: User, field: str, before: str, after: str) -> None:
    RoundChange.objects.bulk_create(
        RoundChange(round=round_, by=user, field=field, before=before[:200], after=after[:200])
        for round_ in rounds
    )


def _as_text(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""
