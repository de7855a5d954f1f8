"""Extensions after a failure in the admin: what the portal measured, who confirmed it, what was announced."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.ui.exports import spreadsheet_response
from programs.catalog.deadlines import failure_sentence
from programs.catalog.models import Extension
from programs.catalog.reaching import WithinReach
from programs.publishing.models import Order


class ExtensionAdmin(WithinReach, ReadOnlyAdmin):
    """Only to be read: a proposal is confirmed or canceled on the page of its publication."""

    offices = ("round__program__department", "round__department")
    list_display = [
        "round", "deadline", "moves_to", "minutes", "automatic", "proposed_at", "applied_at", "confirmed",
        "notice",
    ]  # fmt: skip
    list_filter = ["automatic", ("applied_at", admin.EmptyFieldListFilter), "round__department"]
    list_select_related = [
        "round__program", "round__department", "round__notice", "order__confirmed_by", "order__settled_by",
    ]  # fmt: skip
    search_fields = ["round__name", "round__program__title"]
    date_hierarchy = "proposed_at"
    actions = ["export"]
    fields = [
        "round", "deadline", "moves_to", "why", "minutes", "hours", "automatic", "proposed_at", "applied_at",
        "confirmed", "notice",
    ]  # fmt: skip
    readonly_fields = ["why", "confirmed", "notice"]

    @admin.display(description=gettext_lazy("reason"))
    def why(self, extension: Extension) -> str:
        """As everybody with a draft reads it."""
        return failure_sentence(extension)

    @admin.display(description=gettext_lazy("confirmed by"))
    def confirmed(self, extension: Extension) -> str:
        """Who decided, linked to the page where they did."""
        order = _order(extension)
        if order is None:
            return _by(extension)
        url = reverse("admin:publishing_order_change", args=[order.pk])
        return format_html('<a href="{}">{}</a>', url, _by(extension))

    @admin.display(description=gettext_lazy("call notice"))
    def notice(self, extension: Extension) -> str:
        """The call notice of the round, which announces what happens by itself."""
        found = extension.round.notice
        if found is None:
            return "—"
        return format_html('<a href="{}">{}</a>', reverse("policy", args=[found.slug]), found)

    @admin.action(description=gettext_lazy("Export as a spreadsheet"), permissions=["view"])
    def export(self, request: HttpRequest, chosen: QuerySet[Extension]) -> HttpResponse:
        """The chosen rows with who decided."""
        head = [
            _("round"), _("deadline"), _("new deadline"), _("minutes without service"), _("reason"),
            _("proposed"), _("applied"), _("confirmed by"), _("call notice"),
        ]  # fmt: skip
        rows = chosen.select_related(*self.list_select_related)
        return spreadsheet_response([head, *map(_exported, rows)], _("Extensions after a failure") + ".xlsx")


def _order(extension: Extension) -> Order | None:
    """What a person was asked; None where it happened by itself."""
    found: Order | None = getattr(extension, "order", None)
    return found


def _by(extension: Extension) -> str:
    order = _order(extension)
    if order is None:
        return _("the portal, as announced")
    if order.confirmed_by:
        return str(order.confirmed_by)
    if order.settled_by:
        return _("Canceled by %(person)s") % {"person": order.settled_by}
    return str(order.get_state_display())


def _exported(extension: Extension) -> list[Any]:
    times = (extension.deadline, extension.moves_to, extension.proposed_at, extension.applied_at)
    deadline, moves_to, proposed, applied = (
        timezone.localtime(time).strftime("%Y-%m-%d %H:%M") if time else "" for time in times
    )
    why, notice = failure_sentence(extension), str(extension.round.notice or "")
    before = [str(extension.round), deadline, moves_to, extension.minutes, why]
    return [*before, proposed, applied, _by(extension), notice]
