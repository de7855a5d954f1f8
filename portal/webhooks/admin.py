"""Webhooks and their log can be looked at; secrets are not shown."""

from django.contrib import admin

from portal.inbox.outbox_admin import LateFilter, OutboxAdmin
from portal.inbox.readonly_admin import ReadOnlyAdmin
from portal.webhooks.models import Attempt, Dispatch, Endpoint


class AttemptInline(admin.TabularInline):
    model = Attempt
    can_delete = False
    extra = max_num = 0
    readonly_fields = ["at", "status", "seconds", "answer"]


@admin.register(Endpoint)
class EndpointAdmin(ReadOnlyAdmin):
    list_display = ["url", "organization", "created_by", "failing_since", "disabled_at", "removed_at"]
    list_filter = [("failing_since", admin.EmptyFieldListFilter), ("disabled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organization", "created_by"]
    search_fields = ["url", "organization__name", "organization__uscc"]
    exclude = ["secret", "previous_secret"]


@admin.register(Dispatch)
class DispatchAdmin(OutboxAdmin):
    list_display = ["kind", "endpoint", "status", "reason", "attempts", "due_at", "sent_at", "last_error"]
    list_filter = ["status", LateFilter, "reason"]
    list_select_related = ["endpoint"]
    search_fields = ["=event_id", "endpoint__url"]
    date_hierarchy = "created_at"
    inlines = [AttemptInline]
