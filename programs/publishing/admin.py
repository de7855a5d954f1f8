"""Publications and guides in the admin."""

from django.contrib import admin

from portal.inbox.readonly_admin import ReadOnlyAdmin
from programs.publishing.models import Order


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """What waits for a second person or for its time, and what became of the rest."""
