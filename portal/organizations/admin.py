"""Organizations in the admin: to look at. Changes go through the pages and their services."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.access.admin import Watched
from portal.access.services import Subject
from portal.organizations.events import TITLES
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    MemberInvitation,
    Membership,
    Organization,
    OrganizationEvent,
)
from portal.organizations.watching import organization


class ReadOnly(admin.ModelAdmin):
    """Everything to see, nothing to change."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Organization)
class OrganizationAdmin(Watched, ReadOnly):
    list_display = ["name", "uscc", "kind", "registered_region", "verification", "created_at"]
    list_filter = ["kind", "verification"]
    list_select_related = ["registered_region"]
    search_fields = ["name", "uscc"]
    inlines = [MembershipInline]

    @staticmethod
    def watched(row: Organization) -> list[Subject]:
        """The organization itself."""
        return [organization(row)]


@admin.register(AccessRequest)
class AccessRequestAdmin(ReadOnly):
    list_display = ["organization", "user", "role", "status", "created_at"]
    list_filter = ["status"]
    list_select_related = ["organization", "user"]


@admin.register(MemberInvitation)
class MemberInvitationAdmin(ReadOnly):
    list_display = ["organization", "role", "invited_by", "created_at", "expires_at", "accepted_at"]
    list_select_related = ["organization", "invited_by"]


@admin.register(AuthorityProof)
class AuthorityProofAdmin(Watched, ReadOnly):
    list_display = ["organization", "user", "status", "replaces_owner", "submitted_at", "decided_by"]
    list_filter = ["status"]
    list_select_related = ["organization", "user", "decided_by"]

    @staticmethod
    def watched(row: AuthorityProof) -> list[Subject]:
        """Whose proof it is."""
        return [organization(row.organization)]


class KindFilter(admin.SimpleListFilter):
    """Events by what happened, in words."""

    title = _("What happened")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, str]]:
        return [(kind, str(title)) for kind, title in TITLES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        return queryset.filter(kind=value) if value else queryset


@admin.register(OrganizationEvent)
class OrganizationEventAdmin(ReadOnly):
    list_display = ["subject", "seq", "what", "actor", "at"]
    list_filter = [KindFilter]
    list_select_related = ["subject", "actor"]
    date_hierarchy = "at"

    @admin.display(description=_("What happened"), ordering="kind")
    def what(self, event: OrganizationEvent) -> Promise | str:
        return TITLES.get(event.kind, event.kind)
