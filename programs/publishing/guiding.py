"""The one door of the guide: what each step keeps."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.forms import ModelForm
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.inbox.workdays import Workdays
from portal.versions import services as versions
from programs.catalog import services as catalog
from programs.catalog.models import Program, Round
from programs.catalog.rules import Actor, is_relied_on, require_editor
from programs.policies.models import Clause, Measure
from programs.publishing.models import Guide

MORNING = time(9)
NOTICE = timedelta(days=14)  # from today to the opening that a new round is given until somebody chooses one


def guide_of(program: Program, round_: Round | None, *, by: Actor) -> Guide:
    """The guide that leads it, started where there is none. What has dates already keeps them."""
    user = require_editor(by, program, round_)
    if round_ is not None:
        defaults = {"program": program, "dates_set": True, "started_by": user}
        return Guide.objects.get_or_create(round=round_, defaults=defaults)[0]
    found = Guide.objects.filter(program=program, round=None).first()
    return found or Guide.objects.create(program=program, started_by=user)


@transaction.atomic
def choose_basis(
    guide_id: int | None, clauses: Sequence[Clause], measures: Sequence[Measure], *, by: Actor
) -> Guide:
    """What it rests on; without a guide one begins. The clauses of the measures belong to it."""
    user = require_editor(by)
    guide = _locked(guide_id, by) if guide_id else Guide.objects.create(started_by=user)
    chosen = {clause.pk for clause in clauses} | {measure.clause_id for measure in measures}
    if not chosen:
        raise Refused(_("Choose at least one clause or measure."))
    holder: Any = guide.program or guide
    if guide.program:
        _refuse_relied_on(guide.program)
    holder.clauses.set(chosen)
    holder.measures.set(measures)
    if guide.program:
        catalog.refresh_search(guide.program)
    return _touched(guide, by)


@transaction.atomic
def keep_words(guide_id: int, form: "ModelForm[Program]", *, by: Actor) -> Guide:
    """The program's words; the first time they make the program, as a draft."""
    guide = _locked(guide_id, by)
    if guide.program and is_relied_on(guide.program):
        contact = form.cleaned_data["contact_name"], form.cleaned_data["contact_phone"]
        catalog.change_contact(guide.program.pk, *contact, by)
        return _touched(guide, by)
    program = form.save()
    require_editor(by, program)
    if guide.program is None:
        program.clauses.set(guide.clauses.all())
        program.measures.set(guide.measures.all())
        guide.program = program
    catalog.refresh_search(program)
    return _touched(guide, by)


@transaction.atomic
def keep_terms(guide_id: int, terms: dict[str, Any], *, by: Actor) -> Guide:
    """The terms of the program's kind."""
    guide = _locked(guide_id, by)
    assert guide.program is not None
    if guide.program.terms != terms:
        _refuse_relied_on(guide.program)
        guide.program.terms = terms
        guide.program.save(update_fields=["terms"])
    return _touched(guide, by)


@transaction.atomic
def open_round(guide_id: int, *, by: Actor) -> Round:
    """The guide's round, made as a draft where there is none; its dates are yet to be set."""
    guide = _locked(guide_id, by)
    if guide.round is None:
        assert guide.program is not None
        day = Workdays().next(timezone.localdate() + NOTICE)
        opens_at = timezone.make_aware(datetime.combine(day, MORNING))
        guide.round = Round.objects.create(
            program=guide.program,
            department=guide.program.department,
            code="KC",
            name=_free_name(guide.program, opens_at.year),
            opens_at=opens_at,
            applicant_kinds=["organization"],
        )
        catalog.take_over_conditions(guide.round)
        _touched(guide, by)
    return guide.round


@transaction.atomic
def keep_round(
    guide_id: int, form: "ModelForm[Round]", lines: Sequence[Any] = (), *, by: Actor, dates: bool
) -> Guide:
    """Settings of the round and its lines. `dates`: these set when it opens and closes."""
    guide = _locked(guide_id, by)
    assert guide.round is not None
    _refuse_public(guide.round)
    require_editor(by, form.save())
    for formset in lines:
        formset.save()
    guide.dates_set = guide.dates_set or dates
    return _touched(guide, by)


def gap_of_dates(round_: Round) -> list[str]:
    """A round whose dates nobody chose cannot be published, through whatever door."""
    if Guide.objects.filter(round=round_, dates_set=False).exists():
        return [_("Nobody has set yet when the round opens and closes.")]
    return []


def _free_name(program: Program, year: int) -> str:
    taken = set(program.rounds.values_list("name", flat=True))
    numbers = range(1, len(taken) + 2)
    names = (_("Round %(number)s of %(year)s") % {"number": number, "year": year} for number in numbers)
    return next(name for name in names if name not in taken)


def _refuse_relied_on(program: Program) -> None:
    if is_relied_on(program):
        raise Refused(_("Applicants rely on this program now: only its contact can change."))


def _refuse_public(round_: Round) -> None:
    """The row as it is now: somebody may have published it meanwhile."""
    now = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
    if now.status == Round.Status.PUBLISHED:
        raise Refused(_("This round is already published."))


def _locked(guide_id: int, by: Actor) -> Guide:
    """The guide, locked, for who reaches what it leads."""
    rows = Guide.objects.select_related("program__department", "round__program")
    guide = rows.select_for_update(of=("self",)).get(pk=guide_id)
    require_editor(by, guide.program, guide.round)
    if not Guide.objects.editable_by(by).filter(pk=guide_id).exists():
        raise Refused(_("A colleague began this. Begin a guided publication of your own."))
    return guide


def _touched(guide: Guide, by: Actor) -> Guide:
    """Save the guide, and a version of what it leads where something of that has changed."""
    guide.save()
    for row in (guide.program, guide.round):
        if row is not None:
            versions.record(row, by=by)
    return guide
