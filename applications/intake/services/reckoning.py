"""What the answers of an application make of its form: what is asked, what is computed, what counts."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from applications.intake.models import Application, Submission
from portal.facts.reading import File, read
from programs.catalog.services import reference_year
from programs.forms import logic, screens, unlikely
from programs.forms.logic import Context, Logic
from programs.forms.problems import Problem
from programs.forms.screens import Section
from programs.forms.validator import warnings


def context_of(application: Application, at: datetime | None = None) -> Context:
    """What expressions know besides the answers, `at` a moment (now). The organization's file is read only
    where the form reads it, and once for each application object."""
    if not application.form_version.logic:
        return logic.NOTHING_KNOWN
    round_ = application.round
    return Context(
        facts=_file(application) if logic.reads_file(application.form_version) else None,
        reference_year=reference_year(round_),
        cap=round_.amount_cap,
        today=timezone.localdate(at),
        closing_day=timezone.localdate(round_.closes_at) if round_.closes_at else None,
    )


def _file(application: Application) -> File | None:
    if application.organization is None:
        return None
    kept: dict[str, File] = application.__dict__.setdefault("_files_read", {})
    if "now" not in kept:
        kept["now"] = read(application.organization, timezone.localdate())
    return kept["now"]


def logic_of(application: Application, at: datetime | None = None) -> Logic:
    """What follows from the answers as they are now."""
    return logic.evaluate(application.form_version, application.answers, context_of(application, at))


def counted(application: Application, at: datetime | None = None) -> dict[str, Any]:
    """The answers that count, with what is computed."""
    return logic.counted(application.form_version, application.answers, context_of(application, at))


def worth_a_look(application: Application, section: str) -> list[Problem]:
    """Warnings about the answers of one part: they stop nothing."""
    version, context = application.form_version, context_of(application)
    if unlikely.looks_at(screens.sections(version)):
        year = reference_year(application.round)
        context = replace(context, facts=_file(application), reference_year=year)
    found = warnings(version, application.answers, context)
    return [problem for problem in found if problem.section == section]


def told(application: Application, answers: dict[str, Any]) -> tuple[list[Section], dict[str, Any]]:
    """The sections with the questions that are asked after these answers, and the answers with what is
    computed: what readers are shown."""
    version = application.form_version
    if not version.logic:
        return screens.sections(version), answers
    found = logic.evaluate(version, answers, context_of(application))
    return logic.asked(version, found.visible), logic.with_computed(answers, found)


def handed_in(submission: Submission) -> tuple[list[Section], dict[str, Any]]:
    """The same of a submission: what counted then is shown, whatever has become known since."""
    application = submission.application
    version = application.form_version
    if not version.logic:
        return screens.sections(version), submission.answers
    found = logic.evaluate(version, submission.answers, context_of(application))
    counted = submission.counted_answers
    return logic.asked(version, found.visible | counted.keys()), submission.answers | counted
