from django.contrib import admin

from applications.inviting.models import Guest
from programs.catalog.reaching import WithinReach


@admin.register(Guest)
class GuestAdmin(WithinReach):
    """Whom a round is awarded to directly."""

    offices = ("round__program__department", "round__department")
    list_display = ["organization", "round", "reason"]
    list_select_related = ["organization", "round__program"]
    search_fields = ["organization__name", "organization__uscc"]
    raw_id_fields = ["organization"]
    fields = ["round", "organization", "reason"]
