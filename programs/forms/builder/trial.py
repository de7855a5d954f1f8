"""Trying a form: an official fills in the draft with the real validator. Nothing of it is an application."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.facts.reading import read
from portal.organizations.models import Organization
from portal.privacy import numbers
from programs.catalog.services import reference_year
from programs.forms import logic, prefill, validator
from programs.forms.kinds import kind_of
from programs.forms.logic import Context
from programs.forms.models import Form, FormVersion, Trial
from programs.forms.screens import Question
from programs.forms.services import FROZEN
from programs.forms.versions import draft

MOST_FILES = 99


@transaction.atomic
def begin(form: Form, user: User, organization: Organization | None = None) -> Trial:
    """The form as it stands now, to be filled in from the start; what was tried before is thrown away.

    With an organization, what its file answers is filled in.
    """
    for old in Trial.objects.select_for_update(of=("self",)).filter(form=form, user=user):
        numbers.erase(_kept_in(old))
        old.delete()
    version = draft(form)
    trial = Trial(form=form, user=user, organization=organization)
    trial.frozen = {name: getattr(version, name) for name in FROZEN}
    trial.answers = validator.merge(version, {}, known(trial))
    trial.save()
    return trial


def known(trial: Trial) -> dict[str, Any]:
    """What the file of the organization answers, as it is now."""
    version, context = version_of(trial), context_of(trial, whole=True)
    if context.facts is None or context.reference_year is None:
        return {}
    return prefill.answers_from(version, context.facts, context.reference_year)


def context_of(trial: Trial, *, whole: bool = False) -> Context:
    """What expressions know besides: the file, and the year, cap and last day of the newest round.

    `whole`: also the file where no expression reads it.
    """
    today, version = timezone.localdate(), version_of(trial)
    round_ = trial.form.program.rounds.order_by("-opens_at", "-pk").first()
    reads = trial.organization and (whole or logic.reads_file(version))
    return Context(
        facts=read(trial.organization, today) if reads and trial.organization else None,
        reference_year=reference_year(round_) if round_ else today.year,
        cap=round_.amount_cap if round_ else None,
        today=today,
        closing_day=timezone.localdate(round_.closes_at) if round_ and round_.closes_at else None,
    )


def version_of(trial: Trial) -> FormVersion:
    """What is tried, as an unsaved version."""
    return FormVersion(form=trial.form, number=0, **trial.frozen)


def is_outdated(trial: Trial) -> bool:
    """Whether the form has changed since the trial began."""
    now = draft(trial.form)
    return any(getattr(now, name) != trial.frozen[name] for name in FROZEN)


@transaction.atomic
def save(trial: Trial, changes: Mapping[str, Any], files: Mapping[str, int]) -> Trial:
    """Keep what was typed as an application would: identity numbers encrypted; and how many files count."""
    locked = Trial.objects.select_for_update(of=("self",)).select_related("form__program").get(pk=trial.pk)
    version = version_of(locked)
    tidied = validator.merge(version, {}, changes)
    wanted = {key: tidied.get(key) for key in changes}
    kept = validator.keep(version, locked.answers, wanted)
    before = _kept_in(locked)
    locked.answers = validator.merge(version, locked.answers, kept)
    numbers.erase(before - _kept_in(locked))
    locked.files = {key: count for key, count in {**locked.files, **files}.items() if count}
    locked.save(update_fields=["answers", "files"])
    return locked


def _kept_in(trial: Trial) -> set[str]:
    """The encrypted numbers among the answers."""
    found = validator.secrets(version_of(trial), trial.answers)
    return {secret.kept for secret in found if numbers.is_kept(secret.kept)}


def file_questions(asked: list[Question]) -> list[tuple[str, Question, str]]:
    """Where files are counted: the key, the question, and of a list of papers the item's value."""
    found = []
    for question in asked:
        if question.kind == "file_list":
            found += [(f"{question.key}.{item.value}", question, item.value) for item in question.choices]
        elif kind_of(question).by_files:
            found.append((question.key, question, ""))
    return found
