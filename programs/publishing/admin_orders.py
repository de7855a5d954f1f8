"""Publications in the admin: what waits for a second person or its time, and what may be done about it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.readonly_admin import ReadOnlyAdmin
from programs.catalog.admin_pages import admin_form
from programs.forms.models import Form
from programs.publishing import services
from programs.publishing.digests import digest_of_order
from programs.publishing.models import Order, OrderQuerySet
from programs.publishing.steps.going_public import TimeForm

Action = Callable[[], Order]


class OrderAdmin(ReadOnlyAdmin):
    """A row's page shows what is to be public, and its buttons."""

    list_display = ["what", "moves_to", "state", "publish_at", "asked_by", "asked_at", "confirmed_by"]
    list_filter = ["state"]
    list_select_related = ["program", "round__program", "asked_by", "confirmed_by"]
    search_fields = ["program__title", "round__name"]
    date_hierarchy = "asked_at"

    def get_queryset(self, request: HttpRequest) -> OrderQuerySet:
        """Those of programs and rounds within reach."""
        return Order.objects.editable_by(cast(User, request.user))

    @admin.display(description=gettext_lazy("what is published"))
    def what(self, order: Order) -> str:
        return str(order)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What is handed over, and to confirm, send back, hand over again or set another time."""
        order = self._order(request, object_id)
        form = TimeForm(request.POST if "change" in request.POST else None, initial=_time(order))
        problems: list[str] = []
        if request.method == "POST" and (not form.is_bound or form.is_valid()):
            try:
                done = self._act(request, order, form)
            except Refused as refusal:
                problems = [str(refusal)]
            else:
                return HttpResponseRedirect(reverse("admin:publishing_order_change", args=[done.pk]))
        return self._page(request, order, form, problems)

    def _act(self, request: HttpRequest, order: Order, form: TimeForm) -> Order:
        assert request.user.is_authenticated
        user, sent = request.user, request.POST
        acts: dict[str, tuple[Action, str]] = {
            "confirm": (
                lambda: services.confirm(order.pk, sent.get("seen", ""), by=user),
                _("Confirmed. Whoever handed it over is told."),
            ),
            "cancel": (
                lambda: services.cancel(order.pk, sent.get("reason", ""), by=user),
                _("Canceled. The deadline stays.")
                if order.moves_to
                else _("Canceled. Nothing is published."),
            ),
            "change": (
                lambda: services.change_time(order.pk, form.moment, by=user),
                _("The time is changed."),
            ),
            "again": (
                lambda: services.change_time(order.pk, order.publish_at, by=user),
                _("Handed over again, as it is now."),
            ),
        }
        for name, (act, sentence) in acts.items():
            if name in sent:
                done = act()
                messages.success(request, sentence)
                return done
        raise Http404

    def _page(self, request: HttpRequest, order: Order, form: TimeForm, problems: list[str]) -> HttpResponse:
        now = digest_of_order(order) if order.is_live else order.digest
        slug, has_form = order.program.slug, Form.objects.filter(program=order.program).exists()
        query = {"round": order.round.pk} if order.round else {}
        context = {
            **self.admin_site.each_context(request),
            "title": str(order),
            "opts": self.opts,
            "order": order,
            "changed": order.is_live and now != order.digest,
            "own": order.asked_by == request.user,
            "problems": problems,
            "adminforms": [admin_form(self, form)],
            "form_page": reverse("form_preview", args=[slug]) if has_form else "",
            "page": reverse("program_preview", args=[slug], query=query),
            "gaps": _gaps(order),
            "guide": getattr(order.round, "guide", None),
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/publishing/order.html", context, status=status)

    def _order(self, request: HttpRequest, object_id: str) -> Order:
        rows = self.get_queryset(request).select_related(
            "program", "round__program", "round__guide", "asked_by", "confirmed_by", "settled_by", "extension"
        )
        order = rows.filter(pk=object_id).first() if object_id.isdigit() else None
        if order is None or not self.has_view_permission(request, order):
            raise Http404
        return order


def _gaps(order: Order) -> list[str]:
    """What is missing before it can be public; a deadline moves without more."""
    return services.gaps_of(order.program, order.round) if order.is_live and not order.moves_to else []


def _time(order: Order) -> dict[str, Any]:
    return {"when": "later" if order.publish_at else "now", "at": order.publish_at}
