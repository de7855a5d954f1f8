"""What was sent can be looked at."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.inbox.calendar_admin import CalendarDayAdmin, CalendarYearAdmin
from portal.inbox.models import Delivery, Heartbeat, Message, Reminder
from portal.inbox.services import retry

__all__ = ["CalendarDayAdmin", "CalendarYearAdmin"]


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that only the portal itself writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "kind", "created_at", "read_at"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["subject", "recipient__email", "recipient__name"]
    date_hierarchy = "created_at"


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """The texts are not shown: some hold codes that open an account."""

    list_display = ["subject", "to", "status", "attempts", "sent_at", "last_error"]
    list_filter = ["status"]
    search_fields = ["to", "subject", "message_id"]
    date_hierarchy = "created_at"
    exclude = ["body", "html"]
    actions = ["retry_dead"]

    def has_retry_permission(self, request: HttpRequest) -> bool:
        """Who might change deliveries, if anybody might."""
        return request.user.has_perm("inbox.change_delivery")

    @admin.action(description=gettext_lazy("Send again what was given up"), permissions=["retry"])
    def retry_dead(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        """Give the chosen dead mails a new start."""
        count = retry(list(queryset.values_list("pk", flat=True)), at=timezone.now())
        text = ngettext("%(n)d mail will be sent again.", "%(n)d mails will be sent again.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Says so when mails cannot leave."""
        if not settings.SMTP_URL and not settings.DEMO:
            messages.warning(request, _("No mail server is set (SMTP_URL): all mails wait here."))
        return super().changelist_view(request, extra_context)


@admin.register(Reminder)
class ReminderAdmin(ReadOnlyAdmin):
    list_display = ["kind", "subject", "user", "offset", "deadline", "moment", "created_at"]
    list_filter = ["kind"]
    list_select_related = ["user"]
    search_fields = ["=subject", "user__email", "user__name"]
    date_hierarchy = "created_at"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "at"]
