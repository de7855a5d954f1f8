from django.contrib import admin

from portal.reference.models import Industry, Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "name_en", "level", "parent", "valid_from", "valid_to"]
    list_filter = ["level", ("valid_to", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["=code", "name", "name_en"]
    raw_id_fields = ["parent"]


@admin.register(Industry)
class IndustryAdmin(admin.ModelAdmin):
    list_display = ["code", "name", "name_en", "section"]
    list_filter = [("section", admin.EmptyFieldListFilter)]
    list_select_related = ["section"]
    search_fields = ["=code", "name", "name_en"]
    raw_id_fields = ["section"]
