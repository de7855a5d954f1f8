from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey
from django.http import HttpRequest

from programs.policies.models import Clause, PolicyDocument, Target


class ClauseInline(admin.StackedInline):
    model = Clause
    extra = 1
    fields = [
        ("position", "number", "printed", "printed_en"),
        ("heading", "heading_en"),
        "summary",
        "summary_en",
        "text",
    ]
    show_change_link = True


class TargetInline(admin.StackedInline):
    model = Target
    extra = 1
    fields = [
        "slug",
        ("name", "name_en"),
        ("comparison", "number", "unit", "unit_en"),
        ("period", "period_en"),
    ]


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(admin.ModelAdmin):
    list_display = ["title", "kind", "number", "issued_on", "provenance"]
    list_filter = ["kind", "provenance"]
    search_fields = ["title", "title_en", "short_title", "number"]
    inlines = [ClauseInline]


@admin.register(Clause)
class ClauseAdmin(admin.ModelAdmin):
    list_display = ["printed", "heading", "document"]
    list_filter = ["document"]
    list_select_related = ["document"]
    search_fields = ["heading", "heading_en", "summary", "document__title"]
    inlines = [TargetInline]


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin):
    list_display = ["name", "comparison", "number", "unit", "period", "clause"]
    list_select_related = ["clause__document"]
    search_fields = ["name", "name_en"]

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Clauses with their documents: each choice names both."""
        if db_field.name == "clause":
            kwargs["queryset"] = Clause.objects.select_related("document")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
