"""Outboxes in the admin: what was sent, given up or is stuck, and the two things to do about it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.inbox import backlog, kinds, outbox, sms
from portal.inbox.models import Delivery, OutboxRow, Suppression
from portal.inbox.readonly_admin import ReadOnlyAdmin

STUCK = "admin:inbox_delivery_stuck"


class LateFilter(admin.SimpleListFilter):
    """Rows that have been due for long."""

    title = gettext_lazy("stuck")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [("10", _("Due for ten minutes")), ("60", _("Due for an hour")), ("1440", _("Due for a day"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those due for longer than chosen."""
        value = self.value()
        if value not in ("10", "60", "1440"):
            return queryset
        return queryset.filter(
            status__in=backlog.OPEN, due_at__lte=timezone.now() - timedelta(minutes=int(value))
        )


class GroupFilter(admin.SimpleListFilter):
    """Rows of one group of kinds, legal letters too."""

    title = gettext_lazy("group")
    parameter_name = "about"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(group.key, str(group.label)) for group in kinds.groups()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the kinds that belong to the group."""
        value = self.value()
        return queryset.filter(kind__in=kinds.kinds_of(value)) if value else queryset


class OutboxAdmin(ReadOnlyAdmin):
    """Rows of an outbox: looked at, sent again, given up."""

    actions = ["retry_dead", "stop_waiting"]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Who might change the rows, if anybody might."""
        return request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}")

    @admin.action(description=gettext_lazy("Send again what was given up"), permissions=["retry"])
    def retry_dead(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Give the chosen dead rows a new start."""
        count = outbox.retry(queryset, timezone.now())
        text = ngettext("%(n)d will be sent again.", "%(n)d will be sent again.", count)
        self.say(request, text, count)

    @admin.action(description=gettext_lazy("Give up what waits"), permissions=["retry"])
    def stop_waiting(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Send the chosen waiting rows no more."""
        count = outbox.stop(queryset)
        text = ngettext("%(n)d will not be sent.", "%(n)d will not be sent.", count)
        self.say(request, text, count)

    def say(self, request: HttpRequest, text: str, count: int) -> None:
        """How many it were."""
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)


@admin.register(Delivery)
class DeliveryAdmin(OutboxAdmin):
    """The texts are not shown: some hold codes that open an account."""

    list_display = [
        "subject",
        "to",
        "channel",
        "status",
        "reason",
        "attempts",
        "due_at",
        "sent_at",
        "last_error",
    ]
    list_filter = ["status", "channel", LateFilter, "reason", "bounce", GroupFilter]
    search_fields = ["to", "subject", "=kind", "message_id"]
    date_hierarchy = "created_at"
    raw_id_fields = ["recipient"]
    exclude = ["body", "html"]
    change_list_template = "admin/inbox/deliveries.html"

    def get_urls(self) -> list[URLPattern]:
        """The list's own and the page of what is stuck."""
        view = self.admin_site.admin_view(self.stuck)
        return [path("stuck/", view, name="inbox_delivery_stuck"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Says so when something cannot leave."""
        for sentence in unsent():
            messages.warning(request, sentence)
        return super().changelist_view(request, extra_context)

    def stuck(self, request: HttpRequest) -> HttpResponse:
        """Every outbox with what waits and what was given up; POST sends again what one reason ended."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.retry_reason(request)
        lines = [(figures, self.reasons(figures)) for figures in backlog.backlog()]
        context = self.admin_site.each_context(request) | {
            "title": _("What is stuck"),
            "opts": self.opts,
            "lines": lines,
            "warnings": unsent(),
            "may_retry": self.has_retry_permission(request),
            "suppressed": Suppression.objects.count(),
        }
        return TemplateResponse(request, "admin/inbox/stuck.html", context)

    def reasons(self, figures: backlog.Figures) -> list[tuple[str, str, int, str]]:
        """What was given up: reason, its words, how many, and where they are listed."""
        labels = dict(OutboxRow.Reason.choices)
        return [
            (reason, str(labels.get(reason, _("Unknown"))), count, address(figures.outbox, reason))
            for reason, count in figures.dead.items()
        ]

    def retry_reason(self, request: HttpRequest) -> HttpResponse:
        """Send again everything of an outbox that one reason ended."""
        if not self.has_retry_permission(request):
            raise PermissionDenied
        key, reason = request.POST.get("outbox", ""), request.POST.get("reason", "")
        count = sum(
            outbox.retry(found.rows().filter(reason=reason), timezone.now())
            for found in backlog.outboxes()
            if found.key == key
        )
        self.say(request, ngettext("%(n)d will be sent again.", "%(n)d will be sent again.", count), count)
        return HttpResponseRedirect(reverse(STUCK))


def address(found: backlog.Outbox, reason: str) -> str:
    """Where the rows that a reason ended are listed."""
    query = {**found.query, "status__exact": OutboxRow.Status.DEAD.value, "reason__exact": reason}
    return reverse(found.admin_list, query=query)


def unsent() -> list[str]:
    """A sentence for each channel that is not set up."""
    found = []
    if not settings.SMTP_URL and not settings.DEMO:
        found.append(_("No mail server is set (SMTP_URL): all mails wait here."))
    if not sms.address() and Delivery.objects.filter(channel="sms", status__in=backlog.OPEN).exists():
        found.append(_("No provider for text messages is set (SMS_URL): they wait here."))
    return found


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin):
    """Addresses nothing is sent to; removing one tries it again."""

    list_display = ["address", "created_at", "why"]
    search_fields = ["address"]
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
