"""Banners are written here."""

from django.contrib import admin

from portal.operations.models import Banner


@admin.register(Banner)
class BannerAdmin(admin.ModelAdmin):
    list_display = ["text", "level", "starts_at", "ends_at"]
    list_filter = ["level"]
    search_fields = ["text", "text_en"]
    date_hierarchy = "starts_at"
