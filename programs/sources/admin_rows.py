"""What is done to a row: a button of its form, or, where scripts run, saving as a field is left."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.views import person
from portal.api.problems import Refused
from programs.sources.addresses import Place, addresses
from programs.sources.admin_forms import RowForm, row_form
from programs.sources.admin_pages import correcting, page_url
from programs.sources.models import DraftClause, SourceFile
from programs.sources.services import rows

Site = admin.ModelAdmin
STEPS: dict[str, tuple[Any, int]] = {
    "up": (rows.move, -1),
    "down": (rows.move, 1),
    "out": (rows.indent, -1),
    "in": (rows.indent, 1),
}


def change(site: Site, request: HttpRequest, source: SourceFile, row_id: int) -> HttpResponse:
    """Save a row and do what its button says."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = get_object_or_404(DraftClause, source=source, pk=row_id)
    if request.POST.get("action") == "put_back":
        return _put_back(request, source, row)
    form = RowForm(request.POST, auto_id=f"id_{row.pk}_%s")
    if not form.is_valid():
        return _not_kept(site, request, source, row, form)
    try:
        done = _done(request, row, form)
    except rows.RowChanged as changed:
        return _told(site, request, source, changed, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _not_kept(site, request, source, row, form)
    if _by_script(request):
        return JsonResponse({"revision": done.revision, "address": _address(source, done)})
    return HttpResponseRedirect(page_url(source, done.page, done.pk))


@transaction.atomic
def _done(request: HttpRequest, row: DraftClause, form: RowForm) -> DraftClause:
    """Typed values first, then the action; one that is refused keeps neither. Returns the row to go to."""
    by, action = person(request), request.POST.get("action", "save")
    values = form.values
    if action == "split":
        before, after = form.halves(request.POST.get("cursor", ""))
        values |= {"text": row.text}  # cut below
    saved = rows.save(row.pk, form.cleaned_data["revision"], values, by)
    if action == "split":
        return rows.split(saved.pk, saved.revision, before, after, by)
    return _acted(action, saved, by)


def _acted(action: str, row: DraftClause, by: User) -> DraftClause:
    if action == "join":
        return rows.join(row.pk, row.revision, by)
    if action == "remove":
        rows.remove(row.pk, row.revision, by)
        return row
    if action == "add":
        return rows.add(row.source_id, row.page, row.pk, by)
    if action in STEPS:
        act, steps = STEPS[action]
        moved: DraftClause = act(row.pk, row.revision, steps, by)
        return moved
    return row


def _put_back(request: HttpRequest, source: SourceFile, row: DraftClause) -> HttpResponse:
    back = rows.put_back(row.pk, row.revision, person(request))
    return HttpResponseRedirect(page_url(source, back.page, back.pk))


def _not_kept(
    site: Site, request: HttpRequest, source: SourceFile, row: DraftClause, form: RowForm
) -> HttpResponse:
    """What is wrong with it, beside what was typed."""
    if _by_script(request):
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"sentence": " ".join(sentences)}, status=400)
    if row.removed:
        messages.error(request, _("This row was deleted meanwhile. Put it back first."))
        return HttpResponseRedirect(page_url(source, row.page))
    return correcting(site, request, source, {row.pk: form}, status=400)


def _told(
    site: Site, request: HttpRequest, source: SourceFile, changed: rows.RowChanged, form: RowForm
) -> HttpResponse:
    """The row as the other person left it, beside what was typed: saving again is a decision."""
    if _by_script(request):
        return JsonResponse({"sentence": str(changed)}, status=409)
    messages.error(request, str(changed))
    if changed.row.removed:
        return HttpResponseRedirect(page_url(source, changed.row.page))
    again = row_form(changed.row)
    again.initial.update(form.values)
    return correcting(site, request, source, {changed.row.pk: again}, changed.row, status=409)


def add(site: Site, request: HttpRequest, source: SourceFile) -> HttpResponse:
    """An empty row as the first of a page."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    asked = request.POST.get("page", "")
    number = min(int(asked), source.pages_total or 1) if asked.isdecimal() and len(asked) < 6 else 1
    made = rows.add(source.pk, number, None, person(request))
    return HttpResponseRedirect(page_url(source, made.page, made.pk))


def _by_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _address(source: SourceFile, row: DraftClause) -> str:
    """The address of a row, typed or proposed."""
    kept = list(source.rows.filter(removed=False).order_by("position"))
    numbers = addresses([Place(one.level, one.printed, one.number, one.heading) for one in kept])
    return next((number for one, number in zip(kept, numbers, strict=True) if one.pk == row.pk), "")
