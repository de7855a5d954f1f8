"""Saving what was typed on a page: nothing is overwritten silently, nothing typed is lost."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from applications.intake.models import Application
from applications.intake.services import Conflict, fingerprint, save_answers
from applications.intake.views.files import NOT_TAKEN, take_files
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.ui.middleware import received_at
from programs.forms.pressing import applied, pressed
from programs.forms.screens import Section
from programs.forms.validator import Problem, read_html, recognize


@dataclass
class Outcome:
    """What became of a save: `typed` is shown again wherever it was not stored."""

    typed: dict[str, Any] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    refusal: str = ""
    file_problems: list[Problem] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.conflicts or self.refusal or self.file_problems)


def save(request: HttpRequest, application: Application, part: Section) -> Outcome:
    """Store what was typed, then take the files; each may be refused without losing the other."""
    outcome = Outcome(read_html(application.form_version, part.key, request.POST))
    not_loaded = _press(request, part, outcome)
    seen, changes = seen_by(request), dict(outcome.typed)
    for key in outcome.typed:
        choice = request.POST.get(f"choice-{key}")
        if choice == "theirs":
            del changes[key]
        elif choice == "mine":
            seen[key] = request.POST.get(f"against-{key}", "")
    try:
        saved = save_answers(
            application.pk, changes, capacity=acting_as(request), at=received_at(request), seen=seen
        )
    except Refused as refused:
        outcome.refusal = str(refused)
        return outcome
    outcome.conflicts = saved.conflicts
    outcome.typed = {conflict.key: conflict.typed for conflict in saved.conflicts}
    if not request.headers.get("HX-Request"):
        outcome.file_problems = not_loaded + take_files(request, application, part)
    return outcome


def _press(request: HttpRequest, part: Section, outcome: Outcome) -> list[Problem]:
    """What the button of a table does to its rows; a spreadsheet that cannot be read is a problem."""
    press = pressed(part, request.POST)
    if press is None or request.headers.get("HX-Request"):
        return []
    key = press.question.key
    try:
        outcome.typed[key] = applied(press, outcome.typed.get(key), request.FILES, request.user) or None
    except Refused as refused:
        return [Problem(key, part.key, NOT_TAKEN, str(refused))]
    return []


def seen_by(request: HttpRequest) -> dict[str, str]:
    """The fingerprints the page was rendered with; without them everything saved counts as unseen."""
    try:
        found = json.loads(request.POST.get("seen", ""))
    except (ValueError, RecursionError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def remembered(request: HttpRequest, application: Application, part: Section, outcome: Outcome) -> str:
    """Fingerprints for the page as it now stands in the browser.

    An answer the browser does not show as saved (a colleague's newer one) keeps the fingerprint it had.
    """
    before, version = seen_by(request), application.form_version
    shown = recognize(version, application.answers, read_html(version, part.key, request.POST))
    now = {}
    for question in part.questions:
        saved = fingerprint(application.answers.get(question.key))
        current = question.key not in shown or fingerprint(shown[question.key]) == saved
        now[question.key] = saved if current else before.get(question.key, "")
    return json.dumps(now)
