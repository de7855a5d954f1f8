"""Notices, periods, what was erased, and who saw numbers in clear."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.views import person
from portal.privacy import registry
from portal.privacy.models import ErasureRun, Notice, Retention, Reveal
from portal.privacy.services import retention
from portal.ui.texts import labelled


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    """A version in force no longer changes: the next one replaces it."""

    list_display = ["__str__", "kind", "version", "since", "until", "material"]
    list_filter = ["kind"]

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Notice | None = None) -> list[str]:
        """Everything but the end of a version people may have agreed to."""
        begun: datetime | None = obj.since if obj else None
        if begun is None or begun > timezone.now():
            return []
        return ["kind", "version", "title", "title_en", "body", "body_en", "since", "material"]


@admin.register(Retention)
class RetentionAdmin(admin.ModelAdmin):
    """How long each kind is kept; kinds are named in code."""

    list_display = ["kind", "label", "action", "days", "active", "basis"]
    readonly_fields = ["kind", "label", "action"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Retention | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("data"))
    def label(self, row: Retention) -> str:
        """What it is."""
        kind = registry.kinds.get(row.kind)
        return str(kind.label) if kind else "—"

    @admin.display(description=gettext_lazy("action"))
    def action(self, row: Retention) -> str:
        """What is done when the period has passed."""
        words = {"erase": _("erase content"), "delete": _("delete rows"), "anonymize": _("make nameless")}
        kind = registry.kinds.get(row.kind)
        return words[kind.action] if kind else "—"


@admin.register(ErasureRun)
class ErasureRunAdmin(admin.ModelAdmin):
    """What each run erased; a dry run counts what would be."""

    list_display = ["started_at", "finished_at", "dry", "by", "told"]
    list_filter = ["dry"]
    change_list_template = "admin/privacy/erasurerun/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ErasureRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ErasureRun | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("rows by kind"))
    def told(self, run: ErasureRun) -> str:
        """Every kind that had rows, or failed."""
        parts = [
            labelled(
                registry.kinds[key].label if key in registry.kinds else key,
                _("failed") if count is None else count,
            )
            for key, count in run.report.items()
            if count != 0
        ]
        return _("; ").join(parts) or _("nothing")

    def get_urls(self) -> list[Any]:
        """The button above the list."""
        view = self.admin_site.admin_view(self.dry_run)
        return [path("dry-run/", view, name="privacy_erasurerun_dry"), *super().get_urls()]

    def dry_run(self, request: HttpRequest) -> HttpResponse:
        """Count what the next run would erase."""
        if request.method == "POST" and self.has_view_permission(request):
            made = retention.run(timezone.now(), dry=True, by=person(request))
            messages.success(
                request, _("Nothing was erased. It would be: %(told)s") % {"told": self.told(made)}
            )
        return redirect(reverse("admin:privacy_erasurerun_changelist"))


@admin.register(Reveal)
class RevealAdmin(admin.ModelAdmin):
    """Who saw an identity number in clear, and why."""

    list_display = ["at", "user", "capacity", "mask", "about", "reason"]
    search_fields = ["about", "reason", "user__name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Reveal | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Reveal | None = None) -> bool:
        return False
