"""Every change of an expert's place in the pool. All under the expert's row, each with its event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.experts import telling
from applications.experts.models import Absence, Expert, ExpertEvent, Tie
from applications.experts.rules import keeping_refusal, recommending_refusal
from portal.accounts.capacities import Capacity
from portal.accounts.models import Role, User
from portal.accounts.services.standing import give_role
from portal.api.problems import Refused
from portal.history.services import record
from portal.privacy import numbers
from portal.privacy.models import Notice
from portal.privacy.services.consent import has_agreed

FACTS = ("name", "title", "employer", "employer_uscc", "kind", "fields", "region", "bank")
SEALS = {"phone": numbers.seal_account, "identity": numbers.seal, "account": numbers.seal_account}
Status = Expert.Status


def own(user: User) -> Expert | None:
    """The person's own place in the pool, or a recommendation that waits for them at their address."""
    mine = Expert.objects.filter(Q(user=user) | Q(user=None, email__iexact=user.email))
    return mine.order_by("user").first()


@transaction.atomic
def apply(facts: Mapping[str, Any], *, by: Capacity, at: datetime) -> Expert:
    """Apply for oneself, take up a recommendation, or change what one said. An expert who is listed stays so;
    the others are examined (again)."""
    expert = own(by.user)
    if expert is None:
        expert = Expert(applied_at=at)
    else:
        expert = Expert.objects.select_for_update(of=("self",)).get(pk=expert.pk)
    before = expert.status
    expert.user, expert.email = by.user, by.user.email
    fill(expert, facts, by)
    if expert.status not in (Status.LISTED, Status.SUSPENDED):
        expert.status, expert.applied_at = Status.APPLIED, at
    expert.revision += 1
    expert.save()
    note(expert, "changed" if before == Status.LISTED else "applied", by, at)
    return expert


@transaction.atomic
def recommend(facts: Mapping[str, Any], email: str, *, by: Capacity, at: datetime) -> Expert:
    """Name somebody; they take it up themselves, with their own account, before they are examined."""
    if sentence := recommending_refusal(by):
        raise Refused(sentence)
    if Expert.objects.filter(email__iexact=email).exists():
        raise Refused(_("This person is in the pool already, or has been recommended."))
    expert = Expert(email=email.lower(), applied_at=at)
    fill(expert, facts, by)
    expert.recommended_by_department, expert.recommended_by_organization = by.department, by.organization
    expert.save()
    note(expert, "recommended", by, at)
    telling.recommended(expert)
    return expert


def fill(expert: Expert, facts: Mapping[str, Any], by: Capacity) -> None:
    """Write the facts; a number that was typed anew is encrypted, the old row erased."""
    for name in FACTS:
        if name in facts:
            setattr(expert, name, facts[name])
    for name, seal in SEALS.items():
        typed, kept = facts.get(name, ""), getattr(expert, name)
        if not typed or numbers.same(kept, typed):
            continue
        if name == "identity" and not has_agreed(by.user, Notice.Kind.IDENTITY):
            raise Refused(_("Agree to the notice on identity numbers first, under “My data”."))
        new = seal(typed)
        if numbers.fault(new):
            numbers.erase([new])
            raise Refused(_("This is no valid number: %(label)s. Check it.") % {"label": label_of(name)})
        numbers.erase([kept])
        setattr(expert, name, new)


@dataclass(frozen=True)
class Decision:
    """What an official does: from which states to which, and whether it needs a day or a reason."""

    event: str
    sources: tuple[str, ...]
    target: str
    day: bool = False
    reason: bool = False


DECISIONS = {
    "list": Decision("listed", (Status.APPLIED, Status.EXPIRED, Status.LISTED), Status.LISTED, day=True),
    "refuse": Decision("refused", (Status.APPLIED,), Status.REFUSED, reason=True),
    "suspend": Decision("suspended", (Status.LISTED,), Status.SUSPENDED, reason=True),
    "resume": Decision("resumed", (Status.SUSPENDED,), Status.LISTED),
}


@transaction.atomic
def decide(
    pk: UUID, action: str, *, by: Capacity, at: datetime, until: date | None = None, reason: str = ""
) -> Expert:
    """List, refuse, suspend or resume an expert; who is listed gets the role of an expert."""
    decision = DECISIONS.get(action)
    expert = locked(pk, by)
    if decision is None:
        raise Http404
    if sentence := keeping_refusal(by) or missing(expert, decision, until, reason, at):
        raise Refused(sentence)
    expert.status = decision.target
    if decision.day:
        expert.valid_until = until
    expert.note, expert.decided_at, expert.decided_by = reason.strip(), at, by.user
    expert.revision += 1
    expert.save()
    if expert.status == Status.LISTED and expert.user:
        become_expert(expert.user)
    note(expert, decision.event, by, at, {"until": until, "reason": reason.strip()})
    telling.decided(expert, decision.event)
    return expert


def become_expert(user: User) -> None:
    """Give the role that the pages of reviews ask for, once."""
    if not Role.objects.filter(user=user, kind=Role.Kind.EXPERT).exists():
        give_role(user.pk, Role.Kind.EXPERT, by=None)


def missing(expert: Expert, decision: Decision, until: date | None, reason: str, at: datetime) -> str | None:
    """What stands in the way of a decision, as a sentence."""
    if expert.status not in decision.sources:
        return _("This is not possible any more: the expert is now “%(state)s”. Reload the page.") % {
            "state": expert.get_status_display()
        }
    if decision.target == Status.LISTED and expert.user is None:
        return _("The person has not taken up the recommendation yet. They do so with their own account.")
    if decision.day and (until is None or until <= timezone.localdate(at)):
        return _("Give the last day of the listing, later than today.")
    if decision.reason and not reason.strip():
        return _("Give a reason: the expert reads it.")
    return None


def locked(pk: UUID, by: Capacity) -> Expert:
    """The expert's row, which the capacity sees; else 404."""
    rows = Expert.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pk)
    expert = rows.first()
    if expert is None:
        raise Http404
    return expert


@transaction.atomic
def expire_listings(now: datetime) -> int:
    """End the listings whose last day has passed; how many."""
    over = Expert.objects.filter(status=Status.LISTED, valid_until__lt=timezone.localdate(now))
    rows = list(over.select_for_update(of=("self",), skip_locked=True).order_by("pk")[:500])
    for expert in rows:
        expert.status = Status.EXPIRED
        expert.save(update_fields=["status"])
        note(expert, "expired", None, now)
        telling.decided(expert, "expired")
    return len(rows)


@transaction.atomic
def state_tie(tie: Tie, *, by: Capacity, at: datetime) -> Tie:
    """Keep a tie that the expert, or an official who learned of it, states."""
    expert = locked(tie.expert_id, by)
    tie.stated_by, tie.stated_at = by.user, at
    tie.full_clean()
    tie.save()
    note(expert, "tie_stated", by, at, {"kind": tie.kind, "tie": tie.pk})
    return tie


@transaction.atomic
def withdraw_tie(expert_id: UUID, pk: int, *, by: Capacity, at: datetime) -> None:
    """Take a tie back; it stays in the rows, and in the history who took it back."""
    expert = locked(expert_id, by)
    tie = Tie.objects.visible_to(by).filter(expert=expert, pk=pk, withdrawn_at=None).first()
    if tie is None:
        raise Http404
    if expert.user_id == by.user.pk and tie.stated_by_id != by.user.pk:
        raise Refused(_("An official has stated this. Write to the department if it is wrong."))
    tie.withdrawn_at = at
    tie.save(update_fields=["withdrawn_at"])
    note(expert, "tie_withdrawn", by, at, {"kind": tie.kind, "tie": tie.pk})


@transaction.atomic
def add_absence(absence: Absence, *, by: Capacity, at: datetime) -> Absence:
    """Days on which the expert is not asked."""
    expert = locked(absence.expert_id, by)
    absence.full_clean()
    absence.save()
    note(expert, "absence_added", by, at, {"from": absence.first_on, "to": absence.last_on})
    return absence


@transaction.atomic
def remove_absence(expert_id: UUID, pk: int, *, by: Capacity, at: datetime) -> None:
    """The expert is there after all."""
    expert = locked(expert_id, by)
    gone = Absence.objects.filter(expert=expert, pk=pk).delete()[0]
    if not gone:
        raise Http404
    note(expert, "absence_removed", by, at)


@transaction.atomic
def reveal(pk: UUID, name: str, *, reason: str, by: Capacity, at: datetime) -> str:
    """A number in clear, for an official who says why: written down twice. Raises Http404 and Refused."""
    expert = locked(pk, by)
    if name not in Expert.SECRETS or not getattr(expert, name):
        raise Http404
    if sentence := keeping_refusal(by):
        raise Refused(sentence)
    about = f"{expert} · {label_of(name)}"
    number = numbers.reveal(getattr(expert, name), about=about, reason=reason, by=by, at=at)
    note(expert, "number_revealed", by, at, {"number": name, "reason": " ".join(reason.split())})
    return number


def label_of(name: str) -> str:
    """What a field is called."""
    field = Expert._meta.get_field(name)
    assert isinstance(field, models.Field)
    return str(field.verbose_name)


def note(
    expert: Expert, kind: str, by: Capacity | None, at: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Append to the expert's history."""
    told = {name: value for name, value in (payload or {}).items() if value}
    record(ExpertEvent, expert, kind=kind, capacity=by, at=at, payload=told)
