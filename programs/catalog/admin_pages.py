"""Intermediate pages of the admin: publishing lists what is missing first; a deadline moves with a reason."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.ui.texts import labelled
from portal.ui.traditional_admin import WithTraditional
from portal.versions.admin import VersionedAdmin
from programs.catalog import services
from programs.catalog.admin_forms import DeadlineForm
from programs.catalog.deadlines import moved_sentence, publication_notes
from programs.catalog.gaps import program_gaps, publication_gaps
from programs.catalog.models import Round

Site = admin.ModelAdmin


def list_url(site: Site) -> str:
    """The address of a model's list."""
    return reverse(f"admin:{site.opts.app_label}_{site.opts.model_name}_changelist")


def change_url(site: Site, row: Model) -> str:
    """The address of a row's page."""
    return reverse(f"admin:{site.opts.app_label}_{site.opts.model_name}_change", args=[row.pk])


def found(site: Site, request: HttpRequest, object_id: str) -> Any:
    """The row, for who may change it."""
    row = site.get_object(request, object_id)
    if row is None:
        raise Http404
    if not site.has_change_permission(request, row):
        raise PermissionDenied
    return row


def publishing(site: Site, request: HttpRequest, rows: Sequence[Any], action: str = "") -> HttpResponse:
    """What each row lacks, and a button to publish those that lack nothing."""
    gaps: Callable[[Any], list[str]] = publication_gaps if site.model is Round else program_gaps
    drafts = [row for row in rows if row.status == "draft"]
    if request.method == "POST" and "confirm" in request.POST:
        for row in drafts:
            _publish(site, request, row)
        return HttpResponseRedirect(change_url(site, rows[0]) if len(rows) == 1 else list_url(site))
    lacking = [(row, gaps(row), publication_notes(row) if site.model is Round else []) for row in drafts]
    context = {
        **site.admin_site.each_context(request),
        "title": _("Publish"),
        "opts": site.opts,
        "lacking": lacking,
        "published": [row for row in rows if row.status != "draft"],
        "ready": any(not missing for _row, missing, _notes in lacking),
        "rows": rows,
        "action": action,
        "back": change_url(site, rows[0]) if len(rows) == 1 else list_url(site),
    }
    return TemplateResponse(request, "admin/catalog/publish.html", context)


def _publish(site: Site, request: HttpRequest, row: Any) -> None:
    assert request.user.is_authenticated
    try:
        if isinstance(row, Round):
            services.publish_round(row.pk, request.user)
        else:
            services.publish_program(row, request.user)
    except Refused as refusal:
        messages.error(request, labelled(row, refusal))
        return
    site.log_change(request, row, _("Published."))
    messages.success(request, _("%(row)s is published.") % {"row": row})


def moving(site: Site, request: HttpRequest, round_: Round) -> HttpResponse:
    """The form that moves a published round's deadline."""
    form = DeadlineForm(
        request.POST if request.method == "POST" else None, initial={"closes_at": round_.closes_at}
    )
    if request.method == "POST" and form.is_valid() and _moved(site, request, round_, form):
        return HttpResponseRedirect(change_url(site, round_))
    context = {
        **site.admin_site.each_context(request),
        "title": _("Move the deadline"),
        "opts": site.opts,
        "round": round_,
        "form": form,
        "adminform": admin_form(site, form),
        "back": change_url(site, round_),
    }
    return TemplateResponse(request, "admin/catalog/move_deadline.html", context)


def admin_form(site: Site, form: Any) -> AdminForm:
    """A form laid out as the admin's own."""
    return AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=site)


def _moved(site: Site, request: HttpRequest, round_: Round, form: DeadlineForm) -> bool:
    assert request.user.is_authenticated
    values = form.cleaned_data
    closes_at = None if values["open_all_year"] else values["closes_at"]
    try:
        moved = services.move_deadline(round_.pk, closes_at, values["reason"], request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    if moved.closes_at == round_.closes_at:
        messages.success(request, _("Handed over. A second person has to confirm it."))
        return True
    site.log_change(request, round_, _("Moved the deadline."))
    messages.success(request, _("The deadline is moved. Everybody with a draft is told."))
    if sentence := moved_sentence(moved):
        messages.info(request, sentence)
    return True


class Publishable(VersionedAdmin, WithTraditional):
    """A list and a page with publishing."""

    actions = ["publish"]

    @admin.action(description=_("Publish: first see what is missing"), permissions=["change"])
    def publish(self, request: HttpRequest, rows: Any) -> HttpResponse:
        """The intermediate page for the rows selected."""
        return publishing(self, request, list(rows), action="publish")

    def publish_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The intermediate page for one row."""
        return publishing(self, request, [found(self, request, object_id)])

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_publish"
        view = self.admin_site.admin_view(self.publish_view)
        return [path("<path:object_id>/publish/", view, name=name), *super().get_urls()]
