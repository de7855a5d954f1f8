"""Drawing up a ranking and changing it before the meeting; every change is an event with a reason."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.ranking.allotting import Limits, Outcome
from applications.ranking.models import Place, Ranking, RankingEvent, settings_of, text
from applications.ranking.reckoning import (
    AMOUNT,
    CHANGES,
    MOVED,
    OUTCOME,
    Candidate,
    Change,
    Line,
    Settings,
    reckon,
)
from applications.ranking.scoring import Score
from applications.ranking.sources import candidates_of, scores_of
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from programs.catalog.models import Round

DRAWN = "drawn_up"
KEY = ("ranking", "application")
WORKED_OUT = [f.name for f in Place._meta.concrete_fields if f.name not in ("id", *KEY)]


@dataclass(frozen=True)
class Choice:
    """What an official sets when drawing up. `quotas`: {name of the group: at most so many}."""

    method: str = Ranking.Method.MEAN
    budget: Decimal | None = None
    least: Decimal | None = None
    spread: Decimal = Decimal(20)
    grouping: str = ""
    quotas: dict[str, int] = field(default_factory=dict)


def handling_refusal(round_: Round, by: Capacity) -> str | None:
    """Why somebody may look but not act; None when they may."""
    if by.department is not None and by.department.pk == round_.department_id:
        return None
    return _("Only %(department)s handles this round.") % {"department": round_.department.name}


def locked(ranking_id: UUID, by: Capacity) -> Ranking:
    """The ranking under its row lock, to be changed. 404 unless seen; Refused for another's or when fixed."""
    rows = Ranking.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    ranking = rows.select_related("round__department").filter(pk=ranking_id).first()
    if ranking is None:
        raise Http404
    if sentence := handling_refusal(ranking.round, by):
        raise Refused(sentence)
    if ranking.is_fixed:
        raise Refused(_("The meeting has fixed this list; it no longer changes."))
    return ranking


@transaction.atomic
def draw_up(round_: Round, pass_no: int, choice: Choice, *, by: Capacity, at: datetime) -> Ranking:
    """Rank the applications to be decided by the reviews as they are now.

    Drawn up again, a draft takes in new reviews and settings; earlier moves are kept in its history only.
    Refused without candidates, by another department, or when the list is fixed.
    """
    if sentence := handling_refusal(round_, by):
        raise Refused(sentence)
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round_.pk)  # one at a time
    ranking = Ranking.objects.filter(round=round_, pass_no=pass_no).first()
    ranking = locked(ranking.pk, by) if ranking else Ranking(round=round_, pass_no=pass_no)
    candidates = candidates_of(round_, choice.grouping)
    if not candidates:
        raise Refused(_("No application of this round waits for a decision."))
    _set(ranking, choice)
    ranking.made_at, ranking.made_by = at, by.user
    ranking.candidates = [
        {"application": row.key, "number": row.number, "asked": text(row.asked), "group": row.group}
        for row in candidates
    ]
    scores = scores_of(round_, pass_no)
    ranking.scores = [[row.application, str(row.expert), text(row.points)] for row in scores]
    ranking.save()
    payload = settings_of(ranking) | {"candidates": len(candidates), "scores": len(scores)}
    record(RankingEvent, ranking, kind=DRAWN, capacity=by, at=at, payload=payload)
    write_places(ranking)
    return ranking


def _set(ranking: Ranking, choice: Choice) -> None:
    for name in ("method", "budget", "least", "spread", "grouping", "quotas"):
        setattr(ranking, name, getattr(choice, name))


@transaction.atomic
def change(ranking_id: UUID, wanted: Change, *, by: Capacity, at: datetime) -> Ranking:
    """Move, cut or raise an amount, hold back, or note that a line was looked at again, with the reason."""
    ranking = locked(ranking_id, by)
    place = ranking.places.filter(application_id=UUID(wanted.key)).first()
    if place is None:
        raise Http404
    examine(ranking, place, wanted)
    payload = {"application": wanted.key, "value": wanted.value, "reason": wanted.reason.strip()}
    record(RankingEvent, ranking, kind=wanted.kind, capacity=by, at=at, payload=payload, locked=True)
    write_places(ranking)
    return ranking


def examine(ranking: Ranking, place: Place, wanted: Change) -> None:
    """Raise Refused for what makes no sense, with what to write instead."""
    if wanted.kind not in CHANGES:
        raise Refused(_("Choose what to change."))
    if not wanted.reason.strip():
        raise Refused(_("Give the reason: the minutes and the replay show it."))
    if wanted.kind == MOVED:
        last = len(ranking.candidates)
        if not wanted.value.isdecimal() or not 1 <= int(wanted.value) <= last:
            raise Refused(_("Give a position from 1 to %(last)d.") % {"last": last})
    if wanted.kind == AMOUNT:
        _examine_amount(ranking, wanted.value)
    if wanted.kind == OUTCOME and wanted.value not in ("", Outcome.RESERVE, Outcome.DECLINE):
        raise Refused(_("To support an application, move it above the line."))


def _examine_amount(ranking: Ranking, value: str) -> None:
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raise Refused(_("Give the amount in yuan as a number.")) from None
    exponent = amount.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -2 or amount < 0:
        raise Refused(_("Give the amount in yuan, with at most two decimal places."))
    cap = ranking.round.amount_cap
    if cap is not None and amount > cap:
        raise Refused(
            _("¥%(amount)s is above the cap of ¥%(cap)s of this round.")
            % {"amount": f"{amount:,.2f}", "cap": f"{cap:,.2f}"}
        )


def changes_of(ranking: Ranking) -> list[Change]:
    """What people changed since it was last drawn up, in order."""
    found: list[Change] = []
    for kind, payload in ranking.events.order_by("seq").values_list("kind", "payload"):
        if kind == DRAWN:
            found = []
        elif kind in CHANGES and payload:
            found.append(Change(kind, payload["application"], payload["value"], payload["reason"]))
    return found


def scores_kept(ranking: Ranking) -> list[Score[str]]:
    """The reviews as they were when the ranking was drawn up."""
    return [Score(key, expert, Decimal(points)) for key, expert, points in ranking.scores]


def lines_of(ranking: Ranking) -> list[Line]:
    """The list worked out from what is kept: never read from its places."""
    candidates = [
        Candidate(row["application"], row["number"], Decimal(row["asked"]), row["group"])
        for row in ranking.candidates
    ]
    limits = Limits(_decimal(ranking.budget), ranking.quotas, _decimal(ranking.least))
    how = Settings(ranking.method, limits, Decimal(ranking.spread))
    return reckon(candidates, scores_kept(ranking), how, changes_of(ranking))


def _decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def write_places(ranking: Ranking) -> None:
    """Put the places down as they come out now; only those that are others than before are written."""
    found = [_place(ranking, n, line) for n, line in enumerate(lines_of(ranking), 1)]
    ranking.places.exclude(application__in=[place.application_id for place in found]).delete()
    before = {str(place.application_id): _worked_out(place) for place in ranking.places.all()}
    changed = [place for place in found if before.get(str(place.application_id)) != _worked_out(place)]
    Place.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=KEY, update_fields=WORKED_OUT, batch_size=2000
    )


def _worked_out(place: Place) -> list[Any]:
    return [getattr(place, name) for name in WORKED_OUT]


def _place(ranking: Ranking, position: int, line: Line) -> Place:
    found = line.summary
    return Place(
        ranking=ranking,
        application_id=line.key,
        position=position,
        place=line.place,
        count=found.count if found else 0,
        score=line.score,
        low=found.low if found else None,
        high=found.high if found else None,
        mean=found.mean if found else None,
        trimmed=found.trimmed if found else None,
        calibrated=found.calibrated if found else None,
        amount=line.amount,
        outcome=line.outcome,
        group=line.group,
        twice=line.twice,
        settled=line.settled,
    )
