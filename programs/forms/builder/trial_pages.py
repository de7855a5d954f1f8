"""The pages on which an official tries a form: the parts, a part to fill in, what would be submitted."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.capacities import Capacity, acting
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.organizations import watching
from portal.organizations.models import Organization
from portal.ui.texts import labelled, localized
from programs.catalog.models import Program
from programs.catalog.rule_editor.trying import named
from programs.forms import logic, screens, validator
from programs.forms.builder import trial as trials
from programs.forms.builder import trial_files
from programs.forms.models import Form, Trial
from programs.forms.pressing import Press, applied, pressed, sheet
from programs.forms.rendering import Uploads


def _form(request: HttpRequest, slug: str) -> tuple[Form, User]:
    """The form, for who edits its program."""
    if not isinstance(request.user, User):
        raise Http404
    mine = Program.objects.editable_by(request.user)
    rows = Form.objects.select_related("program__department")
    return get_object_or_404(rows, program__in=mine, program__slug=slug), request.user


class BeginForm(forms.Form):
    """Whose file a trial reads."""

    who = forms.CharField(
        label=gettext_lazy("With the file of"),
        max_length=60,
        required=False,
        help_text=gettext_lazy(
            "An organization by its name or credit code: what its file knows is filled in, and conditions "
            "read it. Empty: a form without a file."
        ),
    )

    def __init__(self, *args: Any, capacity: Capacity | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.capacity = capacity

    def clean_who(self) -> Organization | None:
        """The one that fits, of those whose files one sees."""
        words = self.cleaned_data["who"].strip()
        return named(words, self.capacity) if words else None


def _trial(request: HttpRequest, slug: str) -> Trial:
    form, user = _form(request, slug)
    found = _mine(request, form, user)
    if found is None:
        raise Http404
    return found


def _mine(request: HttpRequest, form: Form, user: User) -> Trial | None:
    """One's trial of the form, with its organization where one still sees its file."""
    found = Trial.objects.select_related("form__program", "organization").filter(form=form, user=user).first()
    if found and found.organization:
        seen = Organization.objects.visible_to(acting(request))
        if seen.filter(pk=found.organization.pk).exists():
            watching.opened(request, [found.organization])
        else:
            found.organization = None
    return found


def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The parts and how far each is; a POST begins anew with the form as it stands."""
    form, user = _form(request, slug)
    asked = BeginForm(request.POST if request.method == "POST" else None, capacity=acting(request))
    if request.method == "POST" and asked.is_valid():
        trial = trials.begin(form, user, asked.cleaned_data["who"])
        parts = screens.sections(trials.version_of(trial))
        if parts:
            return redirect("form_trial_section", slug=slug, key=parts[0].key)
        return redirect("form_trial", slug=slug)
    found = _mine(request, form, user)
    if found and found.organization:
        asked.initial["who"] = found.organization.name
    context = {"form": form, "trial": found, "parts": _parts(found), "outdated": False, "begin": asked}
    if found:
        context["outdated"] = trials.is_outdated(found)
    return render(request, "forms/trial/overview.html", context, status=422 if asked.errors else 200)


def _parts(trial: Trial | None) -> list[dict[str, Any]]:
    if trial is None:
        return []
    version, context = trials.version_of(trial), trials.context_of(trial)
    states = validator.section_states(version, trial.answers, trial_files.counts(trial), context)
    return [
        {
            "section": part,
            "state": state,
            "url": reverse("form_trial_section", args=[trial.form.program.slug, part.key]),
        }
        for part, state in zip(screens.sections(version), states, strict=True)
    ]


def section(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One part; a POST keeps what was typed and goes on, or stays where a row was added."""
    trial = _trial(request, slug)
    version = trials.version_of(trial)
    part = next((found for found in screens.sections(version) if found.key == key), None)
    if part is None:
        raise Http404
    if request.method == "POST":
        typed, press = validator.read_html(version, key, request.POST), pressed(part, request.POST)
        if press and press.wants_sheet:
            return sheet(press, typed)
        if press:
            try:
                typed[press.question.key] = _pressed(press, typed, request)
            except Refused as refused:
                messages.error(request, str(refused))
        trial = trials.save(trial, typed, _files(request, part))
        wrong = _take_files(request, trial, part)
        if press:
            opened = press.opened(trial.answers.get(press.question.key))
            return redirect(f"{request.path}?rows={opened}{press.anchor}")
        for sentence in wrong:
            messages.error(request, sentence)
        if "go" in request.POST and not wrong:
            return _onwards(slug, version, part)
        return redirect(request.path)
    return _shown(request, trial, part)


def _shown(request: HttpRequest, trial: Trial, part: screens.Section) -> HttpResponse:
    version, said = trials.version_of(trial), trials.context_of(trial, whole=True)
    found = _problems(trial, everything="all" in request.GET)
    warned = validator.warnings(version, trial.answers, said)
    context = {
        "form": trial.form,
        "trial": trial,
        "section": part,
        "here": localized(part, "title"),
        "parts": _parts(trial),
        "answers": trial.answers,
        "problems": [problem for problem in found if problem.section == part.key],
        "warnings": [problem for problem in warned if problem.section == part.key],
        "logic": logic.evaluate(version, trial.answers, said),
        "marks": _marks(trial),
        "uploaded": trial_files.by_question(trial),
        "uploads": Uploads(trial_files.TARGET, {"trial": str(trial.pk)}),
        "files": _counted(trial, part),
    }
    return render(request, "forms/trial/section.html", context)


def _marks(trial: Trial) -> dict[str, str]:
    """The answers that are as the file has them."""
    found = validator.merge(trials.version_of(trial), {}, trials.known(trial))
    return {key: _("From the file.") for key, value in found.items() if trial.answers.get(key) == value}


def _take_files(request: HttpRequest, trial: Trial, part: screens.Section) -> list[str]:
    """Keep the files that came with a part and take off the one whose button was pressed; what is refused."""
    pressed_id = request.POST.get("remove", "")
    if pressed_id.isascii() and pressed_id.isdigit() and len(pressed_id) < 18:
        trial_files.detach(trial, int(pressed_id))
    refused = []
    for question in validator.file_questions(part.questions):
        for upload in request.FILES.getlist(question.field_id):
            try:
                trial_files.attach(trial, question.key, upload)
            except Refused as error:
                refused.append(_("“%(name)s”: %(why)s") % {"name": upload.name, "why": error})
    return refused


def _problems(trial: Trial, *, everything: bool = True) -> list[validator.Problem]:
    """What would stop a submission; without `everything` only what is wrong, not what is missing."""
    version, context = trials.version_of(trial), trials.context_of(trial)
    counted = trial_files.counts(trial)
    found = validator.problems(version, trial.answers, counted, context=context)
    return found if everything else [problem for problem in found if problem.code != validator.MISSING]


def _pressed(press: Press, typed: dict[str, Any], request: HttpRequest) -> Any:
    return applied(press, typed.get(press.question.key), request.FILES, request.user)


def _onwards(slug: str, version: Any, part: screens.Section) -> HttpResponse:
    following = [found for found in screens.sections(version) if found.position > part.position]
    if following:
        return redirect("form_trial_section", slug=slug, key=following[0].key)
    return redirect("form_trial_result", slug=slug)


def _files(request: HttpRequest, part: screens.Section) -> dict[str, int]:
    found = {}
    for key, _question, _item in trials.file_questions(list(part.questions)):
        typed = request.POST.get(f"files-{key}", "")
        if typed.isascii() and typed.isdigit():
            found[key] = min(int(typed), trials.MOST_FILES)
    return found


def _counted(trial: Trial, part: screens.Section) -> list[dict[str, Any]]:
    """The file questions of a part, with how many files count as uploaded."""
    rows = []
    for key, question, item in trials.file_questions(list(part.questions)):
        words = localized(question, "label")
        choice = next((choice for choice in question.choices if choice.value == item), None)
        label = labelled(words, localized(choice, "label")) if choice else words
        rows.append({"key": key, "label": label, "count": trial.files.get(key, 0)})
    return rows


def result(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether it would be submitted, and what would be."""
    trial = _trial(request, slug)
    found = _problems(trial)
    links = [
        {
            "text": problem.message,
            "url": f"{reverse('form_trial_section', args=[slug, problem.section])}?all#{problem.field_id}",
        }
        for problem in found
        if problem.section
    ]
    version = trials.version_of(trial)
    known = trials.context_of(trial)
    said = logic.evaluate(version, trial.answers, known)
    context = {
        "form": trial.form,
        "trial": trial,
        "here": _("Check and see the result"),
        "parts": _parts(trial),
        "links": links,
        "sections": logic.asked(version, said.visible),
        "answers": logic.with_computed(trial.answers, said),
        "amount": validator.amount_of(version, trial.answers, known),
        "uploaded": trial_files.by_question(trial),
    }
    return render(request, "forms/trial/result.html", context)
