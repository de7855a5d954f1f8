"""What is done with files beside a part of the form: taken from the library, kept there, joined to a PDF."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application, Attachment, Joining
from applications.intake.rules import editing_refusal
from applications.intake.services import joining, library
from applications.intake.views.asking import with_application
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.facts.forms import WRONG_DAY, day_input
from portal.facts.models import Document
from portal.ui.middleware import received_at
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.screens import Question
from programs.forms.validator import file_question

PAGES = {"library": "application_library", "keep": "application_file_keep", "photos": "application_photos"}


class KeepForm(forms.ModelForm):
    """How a file of the application is called in the library."""

    class Meta:
        model = Document
        fields = ["title", "valid_until"]
        widgets = {"valid_until": day_input()}
        error_messages = {"valid_until": WRONG_DAY}


def aside(request: HttpRequest, application: Application) -> str | None:
    """Where a pressed button leads once the part is saved: library:key, keep:file, photos:key."""
    name, _colon, what = request.POST.get("aside", "").partition(":")
    if name not in PAGES or (name == "keep") != what.isdecimal():
        return None
    if name != "keep" and file_question(application.form_version, what) is None:
        return None
    return reverse(PAGES[name], args=[application.pk, int(what) if name == "keep" else what])


@with_application
def application_library(request: HttpRequest, application: Application, question: str) -> HttpResponse:
    """Choose a document of the library for a file question."""
    asked = _asked(application, question)
    if to := _locked(request, application):
        return to
    offers = library.offers(application, acting_as(request), received_at(request))
    chosen, problem = request.POST.get("document", ""), ""
    if request.method == "POST":
        try:
            _take(request, application, question, chosen)
            return redirect(_back(application, question))
        except Refused as refused:
            problem = str(refused)
    context = {"application": application, "question": asked, "offers": offers, "problem": problem}
    return render(request, "intake/library.html", context | _ways(application, question))


def _take(request: HttpRequest, application: Application, question: str, chosen: str) -> None:
    if not chosen.isdecimal() or len(chosen) > 18:
        raise Refused(_("Choose a document."))
    at = received_at(request)
    library.take(application.pk, question, int(chosen), capacity=acting_as(request), at=at)


@with_application
def application_file_keep(request: HttpRequest, application: Application, file_id: int) -> HttpResponse:
    """Keep a file of the application in the library, with its title and its last day."""
    found: Attachment = get_object_or_404(application.attachments.filter(removed_at=None), pk=file_id)
    if to := _locked(request, application):
        return to
    if application.organization_id is None:
        raise Http404
    form = KeepForm(request.POST or None, initial={"title": found.name.rpartition(".")[0][:120]})
    if request.method == "POST" and form.is_valid():
        title, until = form.cleaned_data["title"], form.cleaned_data["valid_until"]
        try:
            library.keep(application.pk, file_id, title, until, capacity=acting_as(request))
            messages.success(request, _("“%(title)s” now stands in the document library.") % {"title": title})
            return redirect(_back(application, found.question))
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {
        "question": _("Keep “%(name)s” in the document library?") % {"name": found.name},
        "consequence": _("The next application finds it there. You are reminded before it expires."),
        "button": _("Keep in the library"),
        "form": form,
    }
    back = {"back_url": _back(application, found.question)}
    return render(request, "ui/confirm.html", context | back, status=400 if form.errors else 200)


@with_application
def application_photos(request: HttpRequest, application: Application, question: str) -> HttpResponse:
    """Join the photos of a question into one PDF, in the order one says; then how far it is."""
    asked = _asked(application, question)
    if to := _locked(request, application):
        return to
    photos = list(joining.photos_of(application, question))
    problem = ""
    if request.method == "POST":
        try:
            order = ordered(request, photos)
            joining.ask(application.pk, question, order, capacity=acting_as(request), at=received_at(request))
            return redirect("application_photos", pk=application.pk, question=question)
        except Refused as refused:
            problem = str(refused)
    last = joining.last(application, question)
    if last and last.state == Joining.State.DONE and len(photos) < 2 and not problem:
        messages.success(request, _("The photos are now one PDF: %(name)s.") % {"name": last.name})
        return redirect(_back(application, question))
    context = {
        "application": application,
        "question": asked,
        "photos": photos,
        "problem": problem or (last.refusal if last else ""),
        "joining": last if last and last.state == Joining.State.WAITING else None,
    }
    return render(request, "intake/photos.html", context | _ways(application, question))


def ordered(request: HttpRequest, photos: list[Attachment]) -> list[int]:
    """The ids of the photos by the number beside each; one without a number is left out."""
    numbered = [
        (int(text), photo.pk)
        for photo in photos
        if (text := request.POST.get(f"page-{photo.pk}", "").strip()).isdecimal() and len(text) < 4
    ]
    return [pk for _number, pk in sorted(numbered)]


def _asked(application: Application, question: str) -> Question:
    found = file_question(application.form_version, question)
    if found is None:
        raise Http404
    return found


def _locked(request: HttpRequest, application: Application) -> HttpResponse | None:
    if sentence := editing_refusal(application, acting_as(request), received_at(request)):
        messages.warning(request, sentence)
        return redirect("application_answers", pk=application.pk)
    return None


def _part_of(application: Application, question: str) -> str:
    key = question.partition(".")[0]
    parts = screens.sections(application.form_version)
    return next(part.key for part in parts if any(asked.key == key for asked in part.questions))


def _back(application: Application, question: str) -> str:
    """To the question one came from."""
    address = reverse("application_section", args=[application.pk, _part_of(application, question)])
    return f"{address}#u-q-{question}"


def _ways(application: Application, question: str) -> dict[str, Any]:
    asked = _asked(application, question)
    return {"back_url": _back(application, question), "label": localized(asked, "label")}
