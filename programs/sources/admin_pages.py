"""Pages of a policy file in the admin: upload, progress, rows beside the page, writing the clauses."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.views import person
from portal.api.problems import Refused
from portal.files.services import file_response
from programs.policies.models import PolicyDocument
from programs.sources.addresses import Place, addresses
from programs.sources.admin_forms import DocumentForm, RowForm, UploadForm, row_form
from programs.sources.models import DraftClause, SourceFile, SourcePage
from programs.sources.services import creating, succession, uploading

Site = admin.ModelAdmin
LATELY = timedelta(minutes=10)


def found(site: Site, request: HttpRequest, object_id: str) -> SourceFile:
    """The file, for who may change it."""
    if not site.has_change_permission(request):
        raise PermissionDenied
    source = site.get_object(request, object_id)
    if source is None:
        raise Http404
    return source


def page_url(source: SourceFile, number: int = 1, row_id: int | None = None) -> str:
    """The address of a page of a file, at one of its rows."""
    address = reverse("admin:sources_sourcefile_change", args=[source.pk])
    return f"{address}?page={number}" + (f"#row-{row_id}" if row_id else "")


def context_of(site: Site, request: HttpRequest, title: str, **values: Any) -> dict[str, Any]:
    """What every page needs; the list of models makes room for the work."""
    shared = site.admin_site.each_context(request)
    return {**shared, "is_nav_sidebar_enabled": False, "opts": site.opts, "title": title, **values}


def upload(site: Site, request: HttpRequest) -> HttpResponse:
    """Choose a file and its document."""
    if not site.has_add_permission(request):
        raise PermissionDenied
    posted = request.POST if request.method == "POST" else None
    chosen = {name: request.GET.get(name) for name in ("document", "replaces")}
    form = UploadForm(posted, request.FILES if posted is not None else None, initial=chosen)
    new = DocumentForm(posted if posted is not None and not posted.get("document") else None)
    if request.method == "POST" and form.is_valid() and (new.is_valid() or not new.is_bound):
        try:
            source = _taken(request, form, new)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            site.log_addition(request, source, _("Uploaded."))
            return HttpResponseRedirect(page_url(source))
    shown_form: Any = form  # the admin draws any form; its stubs know those of models only
    first = AdminForm(shown_form, [(None, {"fields": list(form.fields)})], {}, model_admin=site)
    second = AdminForm(new, [(_("A new document"), {"fields": list(new.fields)})], {}, model_admin=site)
    values = {"form": form, "new": new, "adminforms": [first, second]}
    return TemplateResponse(
        request, "admin/sources/upload.html", context_of(site, request, _("Upload a policy file"), **values)
    )


@transaction.atomic
def _taken(request: HttpRequest, form: UploadForm, new: DocumentForm) -> SourceFile:
    document: PolicyDocument = form.cleaned_data["document"] or new.save()
    if replaced := form.cleaned_data["replaces"]:
        succession.name_predecessor(document, replaced, by=person(request))
    return uploading.upload(document, form.cleaned_data["file"], person(request))


def shown(site: Site, request: HttpRequest, source: SourceFile) -> HttpResponse:
    """Progress, or the rows beside a page."""
    if source.state != SourceFile.State.READY:
        title = _("Read a policy file")
        done = source.pages.count()
        values = {"source": source, "done": done, "document": source.document}
        return TemplateResponse(
            request, "admin/sources/progress.html", context_of(site, request, title, **values)
        )
    return correcting(site, request, source)


def correcting(
    site: Site,
    request: HttpRequest,
    source: SourceFile,
    typed: Mapping[int, RowForm] | None = None,
    conflict: DraftClause | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page beside its rows. `typed`: forms as sent that could not be kept; `conflict`: the row somebody
    else changed meanwhile, as it is now."""
    pages = list(source.pages.order_by("number").values_list("number", flat=True))
    number = _number(request, conflict, pages)
    page = SourcePage.objects.filter(source=source, number=number).first()
    kept = list(source.rows.filter(removed=False).order_by("position").select_related("changed_by"))
    numbers = addresses([Place(row.level, row.printed, row.number, row.heading) for row in kept])
    forms = typed or {}
    rows = [
        (row, forms.get(row.pk) or row_form(row), address)
        for row, address in zip(kept, numbers, strict=True)
        if row.page == number
    ]
    values = {
        "source": source,
        "document": source.document,
        "replaced": list(source.document.replaces.all()),
        "pages": pages,
        "page": page,
        "number": number,
        "rows": rows,
        "conflict": conflict,
        "removed": source.rows.filter(removed=True, page=number).order_by("position"),
        "doubts": [row for row in kept if row.doubt],
        "others": _others(source, request),
    }
    context = context_of(site, request, str(source.document), **values)
    return TemplateResponse(request, "admin/sources/correct.html", context, status=status)


def _number(request: HttpRequest, conflict: DraftClause | None, pages: list[int]) -> int:
    asked = request.POST.get("page") or request.GET.get("page", "")
    if conflict:
        return conflict.page
    return int(asked) if asked.isdecimal() and int(asked) in pages else (pages[0] if pages else 1)


def _others(source: SourceFile, request: HttpRequest) -> list[str]:
    """Who else changed rows in the last minutes."""
    recent = source.rows.filter(changed_at__gt=timezone.now() - LATELY).exclude(changed_by=person(request))
    return sorted({str(row.changed_by) for row in recent.select_related("changed_by")})


def picture(site: Site, request: HttpRequest, source: SourceFile, number: int) -> HttpResponseBase:
    """The picture of a page."""
    page = get_object_or_404(SourcePage.objects.select_related("picture"), source=source, number=number)
    if page.picture is None:
        raise Http404
    try:
        return file_response(page.picture, f"page-{number}.png")
    except Refused as refused:  # the scanner has not looked at it yet
        raise Http404 from refused


def writing(site: Site, request: HttpRequest, source: SourceFile) -> HttpResponse:
    """What writing the clauses would do, and the button that does it."""
    if request.method == "POST":
        try:
            done = creating.create(source.pk, person(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            site.log_change(request, source, _("Wrote the clauses."))
            site.log_change(request, source.document, _("Clauses written from a file."))
            sentence = _("Written: %(new)s new clauses, %(other)s given their wording or changed.")
            counts = done.counts
            told = {"new": counts["new"], "other": counts["fill"] + counts["change"]}
            messages.success(request, sentence % told)
        return HttpResponseRedirect(request.path)
    values = {
        "source": source,
        "document": source.document,
        "plan": creating.plan(source),
        "replaced": list(source.document.replaces.all()),
    }
    return TemplateResponse(
        request, "admin/sources/clauses.html", context_of(site, request, _("Create clauses"), **values)
    )
