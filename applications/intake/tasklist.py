"""The parts of an application and how far each is, for the list beside the form."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application
from applications.intake.points import points_now
from applications.intake.services.reckoning import context_of
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.screens import Section
from programs.forms.validator import SectionState, section_states


@dataclass(frozen=True)
class Task:
    """One part: its number and title, where it is, how far it is in words, its icon and tone."""

    position: int
    title: str
    url: str
    words: str
    icon: str
    tone: str
    current: bool

    @property
    def done(self) -> bool:
        return self.tone == "green"


@dataclass(frozen=True)
class TaskList:
    """All parts; the last is checking and submitting."""

    tasks: list[Task]
    sections: list[Section]
    states: list[SectionState]

    @property
    def done(self) -> int:
        """How many parts are complete."""
        return sum(task.done for task in self.tasks)

    @property
    def current(self) -> Task:
        return next(task for task in self.tasks if task.current)

    @property
    def first_open(self) -> Section:
        """The first part that is not complete, else the first."""
        pairs = zip(self.sections, self.states, strict=True)
        return next((part for part, state in pairs if state.state not in ("done", "none")), self.sections[0])


def task_list(application: Application, counts: Mapping[str, int], current: str = "") -> TaskList:
    """The list as seen from a part; `current` is its key, "" for checking and submitting."""
    version = application.form_version
    sections = screens.sections(version)
    states = section_states(version, application.answers, counts, context_of(application))
    pairs = zip(sections, states, strict=True)
    to_correct = Counter(point.section for point in points_now(application) if not point.changed)
    tasks = [
        _task(application, part, _look(state, to_correct[part.key]), part.key == current)
        for part, state in pairs
    ]
    return TaskList([*tasks, _last(application, tasks, current)], sections, states)


def _task(application: Application, part: Section, look: tuple[str, str, str], current: bool) -> Task:
    words, icon, tone = look
    url = reverse("application_section", args=[application.pk, part.key])
    return Task(part.position, localized(part, "title"), url, words, icon, tone, current)


def _look(state: SectionState, to_correct: int) -> tuple[str, str, str]:
    if state.problems:
        words = ngettext("%(n)d thing to correct", "%(n)d things to correct", state.problems)
        return words % {"n": state.problems}, "alert-circle", "red"
    if to_correct:
        words = ngettext("%(n)d point of the notice", "%(n)d points of the notice", to_correct)
        return words % {"n": to_correct}, "alert-triangle", "amber"
    if state.state == "none":
        return _("Not needed"), "circle-check", "green"
    if state.state == "done" or (state.state == "empty" and not state.missing):
        return (_("Complete") if state.state == "done" else _("Optional")), "circle-check", "green"
    if state.state == "empty":
        return _("Not started"), "circle-dashed", "ink2"
    words = ngettext("%(n)d answer missing", "%(n)d answers missing", state.missing)
    return words % {"n": state.missing}, "circle-dashed", "ink2"


def _last(application: Application, tasks: list[Task], current: str) -> Task:
    ready = all(task.done for task in tasks)
    words = _("Everything is there") if ready else _("After the other parts are complete")
    url = reverse("application_check", args=[application.pk])
    title = _("Check and submit")
    return Task(len(tasks) + 1, title, url, words, "circle-dashed", "ink2", current == "")
