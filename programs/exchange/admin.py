"""Spreadsheets in the admin: download a table, upload it changed, look through what it would do, enter it."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.files.kinds import XLSX
from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.ui.exports import MEDIA_TYPE
from programs.catalog.admin_pages import admin_form
from programs.catalog.reaching import reach
from programs.exchange import services
from programs.exchange.models import Import, Table
from programs.exchange.showing import Shown
from programs.exchange.tables import tables_of
from programs.exchange.writing import workbook


class UploadForm(forms.Form):
    """Which table, and the file."""

    table = forms.ChoiceField(label=gettext_lazy("table"))
    file = forms.FileField(
        label=gettext_lazy("file"),
        widget=forms.FileInput(attrs={"accept": f".{XLSX.endings[0]}"}),
        help_text=gettext_lazy(
            "XLSX, at most 20,000 rows a sheet. A column that is left out stays as it is; an empty cell"
            " empties."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["table"]
        field.choices = [(table.value, table.label) for table in tables_of(user)]

    def clean_file(self) -> UploadedFile:
        """By its name at once, before the file is looked into: only one kind is taken here."""
        file: UploadedFile = self.cleaned_data["file"]
        if not (file.name or "").lower().endswith(f".{XLSX.endings[0]}"):
            raise ValidationError(_("Choose an XLSX file. Save other spreadsheets as XLSX first."))
        return file


@admin.register(Import)
class ImportAdmin(ReadOnlyAdmin):
    """A row's page looks through its file; nothing is entered before somebody has looked."""

    list_display = ["name", "table", "by", "at", "state", "applied_at", "changed"]
    list_filter = ["table", "state"]
    list_select_related = ["by"]
    change_list_template = "admin/exchange/imports.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Who may exchange anything."""
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        """Officials see their own."""
        rows = super().get_queryset(request).select_related("file", "by")
        return rows if reach(request).everywhere else rows.filter(by=_person(request))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<slug:table>/", view, name="exchange_import_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The files, and the tables to download."""
        own = {"tables": tables_of(_person(request))}
        return super().changelist_view(request, own | (extra_context or {}))

    def export_view(self, request: HttpRequest, table: str) -> HttpResponse:
        """A table as a spreadsheet that can be uploaded again; `?empty`: its headers alone."""
        user = _person(request)
        if not self.has_view_permission(request):
            raise PermissionDenied
        if table not in tables_of(user):
            raise Http404
        content = workbook(Table(table), user, empty="empty" in request.GET)
        response = HttpResponse(content, content_type=MEDIA_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{table}.xlsx"'
        return response

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Choose a file."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None, user=_person(request))
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            try:
                made = services.upload(Table(values["table"]), values["file"], by=_person(request))
            except Refused as refusal:
                form.add_error("file", str(refusal))
            else:
                return HttpResponseRedirect(reverse("admin:exchange_import_change", args=[made.pk]))
        context = self._context(request, _("Upload a spreadsheet")) | {
            "tables": tables_of(_person(request)),
            "form": form,
            "adminform": admin_form(self, form),
        }
        return TemplateResponse(
            request, "admin/exchange/upload.html", context, status=422 if form.errors else 200
        )

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the file would do; a POST has it entered."""
        imported = self.get_object(request, object_id)
        if imported is None:
            raise Http404
        if not self.has_view_permission(request, imported):
            raise PermissionDenied
        problem = ""
        if request.method == "POST":
            try:
                services.order(imported.pk, request.POST.get("seen", ""), by=_person(request))
            except Refused as refusal:
                problem = str(refusal)
            else:
                return HttpResponseRedirect(request.path)
        context = self._context(request, str(imported)) | {"imported": imported, "problem": problem}
        if not imported.is_waiting and imported.state != Import.State.FAILED:
            why_not = services.refusal(imported, imported.digest, _person(request))
            context |= {"shown": Shown(imported, request.GET), "why_not": why_not}
        status = 422 if problem else 200
        return TemplateResponse(request, "admin/exchange/import.html", context, status=status)

    def _context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        back = reverse("admin:exchange_import_changelist")
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "back": back}


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
