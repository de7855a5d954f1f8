import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.file_notes import add_notes
from applications.intake.helping import help_with
from applications.intake.marks import marks
from applications.intake.models import Application, Attachment
from applications.intake.points import first_to_correct, points_now
from applications.intake.presence import colleagues, left_off, seen
from applications.intake.rules import editing_refusal, may_edit
from applications.intake.services import Conflict, fingerprint
from applications.intake.services.checking import by_question, check, current_files, files_by_question
from applications.intake.services.correcting import open_questions
from applications.intake.services.reckoning import worth_a_look
from applications.intake.tasklist import TaskList, task_list
from applications.intake.views.asked import asked_context, newly_asked
from applications.intake.views.asking import with_application
from applications.intake.views.choosing import aside
from applications.intake.views.files import uploads_of
from applications.intake.views.saving import Outcome, remembered, save, seen_by
from applications.intake.workflow import Status
from portal.accounts.capacities import acting_as
from portal.privacy.models import Notice
from portal.privacy.services.consent import has_agreed
from portal.ui.middleware import received_at
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.pressing import pressed, sheet
from programs.forms.screens import Section
from programs.forms.validator import MISSING, Problem, asks_consent, read_html


@with_application
def application_edit(request: HttpRequest, application: Application) -> HttpResponse:
    """To where there is something to correct, else where this person left off, else to the first part that
    is not complete."""
    if key := first_to_correct(application) or left_off(application, acting_as(request).user):
        return redirect("application_section", pk=application.pk, section=key)
    counts = {key: len(files) for key, files in files_by_question(application).items()}
    part = task_list(application, counts).first_open
    return redirect("application_section", pk=application.pk, section=part.key)


@with_application
def application_section(request: HttpRequest, application: Application, section: str) -> HttpResponse:
    """One part of the form. A POST saves, by itself (a partial answer), to go on, or to stay."""
    try:
        part = screens.section(application.form_version, section)
    except KeyError as error:
        raise Http404 from error
    if request.method != "POST":
        return _open(request, application, part)
    press = pressed(part, request.POST)
    if press and press.wants_sheet:
        return sheet(press, read_html(application.form_version, part.key, request.POST))
    if may_edit(application, acting_as(request)):
        seen(application, acting_as(request).user, part.key, received_at(request))
    outcome = save(request, application, part)
    application.refresh_from_db(fields=["answers", "sources", "revision", "changed_at", "status"])
    if request.headers.get("HX-Request"):
        return _saved_by_itself(request, application, part, outcome)
    if not outcome.clean:
        return _page(request, application, part, outcome, status=409)
    if to := aside(request, application):
        return redirect(to)
    return _onwards(request, application, part)


def _open(request: HttpRequest, application: Application, part: Section) -> HttpResponse:
    """The part to fill in; what is locked is shown to read."""
    if locked := editing_refusal(application, acting_as(request), received_at(request)):
        messages.warning(request, locked)
        return redirect("application_answers", pk=application.pk)
    if asks_number(part) and not has_agreed(acting_as(request).user, Notice.Kind.IDENTITY):
        return redirect(f"{reverse('privacy_agree', args=[Notice.Kind.IDENTITY])}?next={quote(request.path)}")
    seen(application, acting_as(request).user, part.key, received_at(request))
    return _page(request, application, part, Outcome())


def asks_number(part: Section) -> bool:
    """Whether the part asks for what needs a consent of its own."""
    return asks_consent(part.questions)


def _page(
    request: HttpRequest, application: Application, part: Section, outcome: Outcome, status: int = 200
) -> HttpResponse:
    context = _context(request, application, part, outcome) | help_with(application, received_at(request))
    return render(request, "intake/section.html", context, status=status)


def _context(
    request: HttpRequest, application: Application, part: Section, outcome: Outcome
) -> dict[str, Any]:
    attachments = current_files(application)
    files = by_question(attachments)
    add_notes(application, files, acting_as(request))
    tasks = task_list(application, {key: len(found) for key, found in files.items()}, part.key)
    found = _problems_to_show(request, application, part, attachments) + outcome.file_problems
    prints = {q.key: fingerprint(application.answers.get(q.key)) for q in part.questions}
    before = seen_by(request)
    prints |= {c.key: before.get(c.key, "") for c in outcome.conflicts}
    return {
        "application": application,
        "section": part,
        "tasks": tasks,
        "answers": {**application.answers, **outcome.typed},
        "files": files,
        "uploads": uploads_of(application),
        "problems": found,
        "warnings": worth_a_look(application, part.key),
        "marks": marks(application),
        "open_keys": open_questions(application),
        "points": [point for point in points_now(application) if point.section == part.key],
        "colleagues": colleagues(application, acting_as(request).user, part.key, received_at(request)),
        "conflicts": [_shown(part, conflict) for conflict in outcome.conflicts],
        "outcome": outcome,
        "until": application.round.closes_at if application.status == Status.DRAFT else application.due_at,
        "locked": editing_refusal(application, acting_as(request), received_at(request)),
        "seen": json.dumps(before if outcome.refusal else prints),
        "next": _next_url(application, part, tasks),
        **asked_context(application, part),
    }


def _problems_to_show(
    request: HttpRequest, application: Application, part: Section, attachments: Sequence[Attachment]
) -> list[Problem]:
    """Wrong answers always; missing ones only to whoever comes from the check."""
    everything = "all" in request.GET
    found = check(application, attachments)
    return [p for p in found if p.section == part.key and (everything or p.code != MISSING)]


def _shown(part: Section, conflict: Conflict) -> dict[str, Any]:
    question = next(q for q in part.questions if q.key == conflict.key)
    return {"question": question, "conflict": conflict, "against": fingerprint(conflict.saved)}


def _saved_by_itself(
    request: HttpRequest, application: Application, part: Section, outcome: Outcome
) -> HttpResponse:
    """What changes on the page around the fields: the list, the conflicts, what the page remembers."""
    context = _context(request, application, part, outcome)
    if not outcome.refusal:
        context["seen"] = remembered(request, application, part, outcome)
    return render(request, "intake/section.html#saved", context, status=200 if outcome.clean else 409)


def _next_url(application: Application, part: Section, tasks: TaskList) -> str:
    """The next part of which anything is asked, at last checking and submitting."""
    following = zip(tasks.tasks[part.position : -1], tasks.states[part.position :], strict=True)
    return next((task.url for task, state in following if state.state != "none"), tasks.tasks[-1].url)


def _onwards(request: HttpRequest, application: Application, part: Section) -> HttpResponse:
    """Errors never stop moving: they are told on the next page."""
    here = reverse("application_section", args=[application.pk, part.key])
    go = request.POST.get("go", "")
    if go == "leave":
        return redirect(f"{reverse('application', args=[application.pk])}?saved={part.key}")
    if press := pressed(part, request.POST):
        opened = press.opened(application.answers.get(press.question.key))
        return redirect(f"{here}?saved={part.key}&rows={opened}{press.anchor}")
    if go != "next":
        return redirect(f"{here}?saved={part.key}{_anchor(request, part)}")
    if question := newly_asked(request, application, part):
        return redirect(f"{here}?saved={part.key}#w-{question.key}")
    counts = {key: len(files) for key, files in files_by_question(application).items()}
    tasks = task_list(application, counts, part.key)
    _tell_problems(request, part, here, tasks.states[part.position - 1].problems)
    return redirect(f"{_next_url(application, part, tasks)}?saved={part.key}")


def _anchor(request: HttpRequest, part: Section) -> str:
    """Back to the file question that was worked on."""
    keys = {question.key for question in part.questions}
    key = request.POST.get("upload", "")
    return f"#u-q-{key}" if key.partition(".")[0] in keys else ""


def _tell_problems(request: HttpRequest, part: Section, url: str, count: int) -> None:
    if count:
        sentence = ngettext(
            "“%(title)s” has %(n)d thing to correct. You can go on; correct it before you submit.",
            "“%(title)s” has %(n)d things to correct. You can go on; correct them before you submit.",
            count,
        ) % {"title": localized(part, "title"), "n": count}
        messages.warning(request, format_html('{} <a href="{}">{}</a>', sentence, url, _("Go back to it")))
