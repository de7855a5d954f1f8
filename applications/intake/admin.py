"""Applications in the admin: to look at. What happens to them happens on the pages, through the one door."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from applications.intake.models import Application, ApplicationEvent, Attachment, Letter, Submission
from applications.intake.watching import subject
from portal.access.admin import Watched
from portal.access.services import Subject


class Untouched(admin.options.BaseModelAdmin):
    """Everything to see, nothing to change."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class Rows(Untouched, admin.TabularInline):
    extra = 0

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """All of them."""
        return list(self.fields)  # type: ignore[arg-type]  # plain names


class EventInline(Rows):
    model = ApplicationEvent
    fk_name = "subject"
    fields = ["seq", "at", "actor", "capacity", "kind", "from_status", "to_status", "payload", "hash"]


class SubmissionInline(Rows):
    model = Submission
    fields = ["seq", "received_at", "submitted_by", "receipt_code", "content_hash"]


class LetterInline(Rows):
    model = Letter
    fields = ["number", "kind", "department", "issued_at", "issued_by"]


class AttachmentInline(Rows):
    model = Attachment
    fields = ["question", "name", "file", "source", "added_at", "added_by", "removed_at"]


@admin.register(Application)
class ApplicationAdmin(Watched, Untouched, admin.ModelAdmin):
    """Applications that were ever handed in; a draft is its applicant's alone."""

    list_display = ["number", "round", "applicant_name", "status", "amount_asked", "submitted_at", "due_at"]
    list_filter = ["status", "round__department", "round__program"]
    list_select_related = ["round__program", "organization", "person"]
    search_fields = ["number", "organization__name", "organization__uscc", "team_name"]
    date_hierarchy = "submitted_at"
    inlines = [EventInline, SubmissionInline, LetterInline, AttachmentInline]

    @staticmethod
    def watched(row: Application) -> list[Subject]:
        """Whose application it is."""
        return [subject(row)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Application]:
        """Without drafts."""
        return Application.objects.ever_submitted()
