"""What was sent can be looked at."""

from django.contrib import admin

from portal.inbox.calendar_admin import CalendarDayAdmin, CalendarYearAdmin
from portal.inbox.models import Heartbeat, Message, Reminder
from portal.inbox.outbox_admin import DeliveryAdmin, SuppressionAdmin
from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.inbox.text_admin import TextAdmin

__all__ = ["CalendarDayAdmin", "CalendarYearAdmin", "DeliveryAdmin", "SuppressionAdmin", "TextAdmin"]


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = ["subject", "recipient", "kind", "created_at", "read_at"]
    list_filter = ["kind", ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["subject", "recipient__email", "recipient__name"]
    date_hierarchy = "created_at"


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
