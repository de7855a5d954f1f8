"""A whole form as one JSON file, and back: first what it would change, then the change."""

import json
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.api.problems import Refused
from portal.versions.content import content_of, digest_of
from portal.versions.differences import Change, changes
from programs.forms.builder import copying, document
from programs.forms.builder.dangling import unknown_names
from programs.forms.builder.document import Document
from programs.forms.builder.pages import Site, actor, form_of, url
from programs.forms.builder.shapes import read_file
from programs.forms.builder.showing import admin_form, page
from programs.forms.checks import check_form
from programs.forms.models import Form

FORMAT = 1
LARGEST = 1_000_000  # bytes; a form of 200 questions has about 150,000


class FileForm(forms.Form):
    """The file with the form."""

    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        help_text=gettext_lazy("As “Save as a file” writes it. First you see what it would change."),
    )


def export(site: Site, request: HttpRequest, object_id: str) -> HttpResponse:
    """The form as a file to download."""
    form = form_of(site, request, object_id, change=False)
    program = {"slug": form.program.slug, "title": form.program.title}
    content = {"kechuang_form": FORMAT, "program": program, **document.of_whole(form)}
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="form-{form.program.slug}.json"'
    return answer


def load(site: Site, request: HttpRequest, object_id: str) -> HttpResponse:
    """Choose a file; look through what it would change; then change it."""
    form = form_of(site, request, object_id)
    chosen = FileForm(request.POST or None, request.FILES or None)
    shown: dict[str, Any] = {}
    try:
        if "content" in request.POST:
            return _entered(request, form)
        if request.method == "POST" and chosen.is_valid():
            shown = _looked_through(form, _text(chosen.cleaned_data["file"]), actor(request))
    except Refused as refused:
        chosen.add_error("file" if "content" not in request.POST else None, str(refused))
    own = {"form": chosen, "adminform": admin_form(site, chosen), "crumb": _("Load from a file"), **shown}
    title = _("Load the form from a file")
    return TemplateResponse(
        request,
        "admin/forms/import.html",
        page(site, request, form, title) | own,
        status=422 if chosen.is_bound and chosen.errors and not shown else 200,
    )


def _text(file: Any) -> str:
    if file.size > LARGEST:
        raise Refused(_("The file has more than a million characters: it is no form."))
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Refused(_("The file is no text in UTF-8.")) from error


def _looked_through(form: Form, text: str, by: Any) -> dict[str, Any]:
    """What the file would change, without changing it."""
    found, before = read_file(text, FORMAT), content_of(form)
    with transaction.atomic():
        notes = copying.take_over(form.program_id, found, replace=True, by=by)[1]
        notes += unknown_names(form)
        differences, gaps = _differences(before, content_of(form)), check_form(form)
        transaction.set_rollback(True)
    return {
        "content": json.dumps(found, ensure_ascii=False),
        "seen": digest_of(before),
        "differences": differences,
        "notes": notes,
        "gaps": gaps,
    }


def _differences(before: Any, after: Any) -> list[Change]:
    return changes(Form, before, after)


def _entered(request: HttpRequest, form: Form) -> HttpResponse:
    found: Document = read_file(request.POST["content"], None)
    if request.POST.get("seen") != digest_of(content_of(form)):
        raise Refused(_("Somebody has changed the form meanwhile. Choose the file again."))
    _form, notes = copying.take_over(
        form.program_id, found, replace=True, by=actor(request), what=_("Loaded from a file")
    )
    messages.success(request, _("The form is loaded. The version before can be brought back."))
    for note in [*notes, *unknown_names(form)]:
        messages.warning(request, note)
    return HttpResponseRedirect(url(form, "change"))
