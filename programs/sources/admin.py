from typing import Any

from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from programs.sources import admin_comparison, admin_pages, admin_rows
from programs.sources.models import SourceFile


@admin.register(SourceFile)
class SourceFileAdmin(admin.ModelAdmin):
    """Policy files, for who may change documents: uploading, reading, correcting, writing the clauses."""

    list_display = ["name", "document", "state", "pages_total", "uploaded_by", "uploaded_at", "created_at"]
    list_filter = ["state"]
    list_select_related = ["document", "uploaded_by"]
    search_fields = ["name", "document__title"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(pages_done=Count("pages"))

    def has_view_permission(self, request: HttpRequest, obj: SourceFile | None = None) -> bool:
        return request.user.has_perm("policies.change_policydocument")

    def has_change_permission(self, request: HttpRequest, obj: SourceFile | None = None) -> bool:
        return request.user.has_perm("policies.change_policydocument")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("policies.change_policydocument")

    def has_delete_permission(self, request: HttpRequest, obj: SourceFile | None = None) -> bool:
        """What clauses were written from stays."""
        unused = obj is None or obj.created_at is None
        return unused and request.user.has_perm("policies.delete_policydocument")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Uploading."""
        return admin_pages.upload(self, request)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Progress while the file is read, then the rows beside the pages."""
        return admin_pages.shown(self, request, admin_pages.found(self, request, object_id))

    def _for(self, view: Any) -> Any:
        """A view of one file, for who may change it."""

        def wrapped(request: HttpRequest, object_id: str, **values: Any) -> HttpResponseBase:
            answer: HttpResponseBase = view(
                self, request, admin_pages.found(self, request, object_id), **values
            )
            return answer

        return self.admin_site.admin_view(wrapped)

    def _about(self, view: Any) -> Any:
        """A view of one document, for who may change it."""

        def wrapped(request: HttpRequest, document_id: int) -> HttpResponse:
            answer: HttpResponse = view(self, request, admin_comparison.found(self, request, document_id))
            return answer

        return self.admin_site.admin_view(wrapped)

    def get_urls(self) -> list[URLPattern]:
        """Pages of a file and of a document."""
        own = [
            ("<path:object_id>/page/<int:number>/", self._for(admin_pages.picture), "picture"),
            ("<path:object_id>/add-row/", self._for(admin_rows.add), "add_row"),
            ("<path:object_id>/row/<int:row_id>/", self._for(admin_rows.change), "row"),
            ("<path:object_id>/clauses/", self._for(admin_pages.writing), "clauses"),
            ("compare/<int:document_id>/", self._about(admin_comparison.comparison), "compare"),
            ("compare/<int:document_id>/export/", self._about(admin_comparison.export), "compare_export"),
        ]
        named = [path(route, view, name=f"sources_sourcefile_{name}") for route, view, name in own]
        return [*named, *super().get_urls()]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Pages and rows have no page of their own: they go with their file."""
        to_delete, counts, _needed, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, set(), protected
