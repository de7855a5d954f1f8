"""The guide in the admin: a page for each step, the copy of a round, and the way in from a draft."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from programs.catalog.models import Program, Round
from programs.publishing import guiding
from programs.publishing.copy_page import copying
from programs.publishing.models import Guide, Order
from programs.publishing.rail import can_open, rail, step_url
from programs.publishing.steps import STEPS, Step, after, found
from programs.publishing.steps.checking import CheckStep
from programs.publishing.steps.going_public import PublishStep

View = Callable[..., HttpResponse]


class GuideAdmin(admin.ModelAdmin):
    """What is under way; a row leads to its step, adding one to the first."""

    list_display = ["what", "kept", "started_by", "changed_at"]
    list_select_related = ["program", "round__program", "started_by"]
    search_fields = ["program__title", "round__name"]
    change_list_template = "admin/publishing/guides.html"
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Guide]:
        """What is within reach and not public yet."""
        mine = Guide.objects.editable_by(_person(request))
        return super().get_queryset(request).filter(pk__in=mine).exclude(round__status=Round.Status.PUBLISHED)

    def has_delete_permission(self, request: HttpRequest, obj: Guide | None = None) -> bool:
        """A guide with a round stays: it knows whether somebody chose the round's dates."""
        return (obj is None or obj.round_id is None) and super().has_delete_permission(request, obj)

    @admin.display(description=gettext_lazy("what is to be published"))
    def what(self, guide: Guide) -> str:
        return str(guide)

    @admin.display(description=gettext_lazy("kept so far"))
    def kept(self, guide: Guide) -> str:
        if guide.round_id:
            return _("Program and round")
        return _("Program") if guide.program_id else _("Clauses and measures")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """The first step of a new guide."""
        return self.step_view(request, "", STEPS[0].key)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Where the work goes on: the first step that is not done."""
        guide = self._guide(request, object_id)
        stops = rail(guide, STEPS[0])
        open_stop = next((stop for stop in stops if stop.url and not (stop.done or stop.optional)), stops[-1])
        return self.step_view(request, object_id, open_stop.key)

    def step_view(self, request: HttpRequest, object_id: str, key: str) -> HttpResponse:
        """Show a step; keep what was sent and go on to the next, stay, or leave."""
        guide = self._guide(request, object_id) if object_id else Guide()
        kind = self._step(guide, key)
        if kind is None:
            return HttpResponseRedirect(self._elsewhere(guide))
        assert request.user.is_authenticated
        if kind.needs_round and guide.round is None:
            guide.round = guiding.open_round(guide.pk, by=request.user)
        step = kind(request, self, guide)
        if request.method == "POST" and kind.keeps and step.is_valid():
            try:
                return self._kept(request, step, step.keep())
            except Refused as refusal:
                step.problems.append(str(refusal))
        return self._page(request, step)

    def copy_view(self, request: HttpRequest, round_id: int) -> HttpResponse:
        """Last year's round again."""
        self._allowed(request)
        return copying(self, request, round_id)

    def draft_view(self, request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
        """From the page of a draft into its guide; a button begins one."""
        self._allowed(request)
        user = _person(request)
        rounds = Round.objects.editable_by(user).select_related("program")
        round_ = rounds.filter(pk=row_id).first() if kind == "round" else None
        program = round_.program if round_ else Program.objects.editable_by(user).filter(pk=row_id).first()
        if program is None or (kind == "round" and round_ is None):
            raise Http404
        present = Guide.objects.filter(program=program, round=round_).first()
        if request.method == "POST":
            present = guiding.guide_of(program, round_, by=user)
        if present:
            return HttpResponseRedirect(step_url(present, CheckStep))
        context = self._context(request, round_ or program)
        return TemplateResponse(request, "admin/publishing/begin.html", context)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("copy/<int:round_id>/", wrap(self.copy_view), name="publishing_guide_copy"),
            path("of/<slug:kind>/<int:row_id>/", wrap(self.draft_view), name="publishing_guide_of"),
            path("<int:object_id>/step/<slug:key>/", wrap(self.step_view), name="publishing_guide_step"),
            *super().get_urls(),
        ]

    def _page(self, request: HttpRequest, step: Step) -> HttpResponse:
        guide, kind = step.guide, type(step)
        own = {"step": step, "guide": guide, "rail": rail(guide, kind), "problems": step.problems}
        own["order"] = (
            Order.objects.publications().live().filter(round=guide.round_id).first()
            if guide.round_id
            else None
        )
        own["back"] = reverse("admin:publishing_guide_changelist")
        before = STEPS[STEPS.index(kind) - 1] if kind is not STEPS[0] else None
        own["before"] = step_url(guide, before) if before and guide.pk else ""
        own["next"] = step_url(guide, after(kind)) if guide.pk else ""
        status = 422 if request.method == "POST" else 200
        context = self._context(request, step.title) | own | step.context()
        return TemplateResponse(request, step.template, context, status=status)

    def _kept(self, request: HttpRequest, step: Step, guide: Guide) -> HttpResponse:
        kind = type(step)
        if kind is PublishStep:
            return HttpResponseRedirect(step_url(guide, kind))
        messages.success(request, _("Saved."))
        if "leave" in request.POST:
            return HttpResponseRedirect(reverse("admin:publishing_guide_changelist"))
        return HttpResponseRedirect(step_url(guide, kind if "stay" in request.POST else after(kind)))

    def _step(self, guide: Guide, key: str) -> type[Step] | None:
        """The step, or None where it cannot be opened (yet, or any more)."""
        kind = found(key)
        if kind is None:
            raise Http404
        if guide.round and guide.round.status == Round.Status.PUBLISHED:
            return kind if kind is PublishStep else None
        return kind if can_open(guide, kind) else None

    def _elsewhere(self, guide: Guide) -> str:
        if guide.round and guide.round.status == Round.Status.PUBLISHED:
            return step_url(guide, PublishStep)
        return step_url(guide, STEPS[1] if guide.clauses.exists() else STEPS[0])

    def _guide(self, request: HttpRequest, object_id: str) -> Guide:
        self._allowed(request)
        rows = Guide.objects.editable_by(_person(request))
        rows = rows.select_related("program__department", "round__program", "copied_from")
        guide = rows.filter(pk=object_id).first() if str(object_id).isdigit() else None
        if guide is None:
            raise Http404
        return guide

    def _allowed(self, request: HttpRequest) -> None:
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied

    def _context(self, request: HttpRequest, title: Any) -> dict[str, Any]:
        self._allowed(request)
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
