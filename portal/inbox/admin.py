"""What was sent can be looked at."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.inbox import kinds
from portal.inbox.calendar_admin import CalendarDayAdmin, CalendarYearAdmin
from portal.inbox.models import Heartbeat, Message, Reminder
from portal.inbox.outbox_admin import DeliveryAdmin, GroupFilter, SuppressionAdmin
from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.inbox.text_admin import TextAdmin

__all__ = ["CalendarDayAdmin", "CalendarYearAdmin", "DeliveryAdmin", "SuppressionAdmin", "TextAdmin"]


class AboutAdmin(ReadOnlyAdmin):
    """Rows that say what they are about by the key of a kind."""

    @admin.display(description=_("group"), ordering="kind")
    def about(self, row: Message | Reminder) -> str:
        return str(kinds.label_of(row.kind) or row.kind)


@admin.register(Message)
class MessageAdmin(AboutAdmin):
    list_display = ["subject", "recipient", "about", "created_at", "read_at"]
    list_filter = [GroupFilter, ("read_at", admin.EmptyFieldListFilter)]
    list_select_related = ["recipient"]
    search_fields = ["subject", "recipient__email", "recipient__name"]
    date_hierarchy = "created_at"


@admin.register(Reminder)
class ReminderAdmin(AboutAdmin):
    list_display = ["about", "subject", "user", "offset", "deadline", "moment", "created_at"]
    list_filter = [GroupFilter]
    list_select_related = ["user"]
    search_fields = ["=subject", "user__email", "user__name"]
    date_hierarchy = "created_at"


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ["name", "at"]
