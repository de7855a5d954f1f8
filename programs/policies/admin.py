from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.translation import pgettext_lazy

from portal.ui.formats.amounts import grouped
from portal.ui.traditional_admin import WithTraditional
from portal.versions.admin import VersionedAdmin
from programs.policies.holding import HeldClauses, HeldFormSet
from programs.policies.models import Clause, Measure, MeasureFigure, PolicyDocument, Rule, Target

QUANTITY = [("comparison", "number", "upper"), ("unit", "unit_en")]


class WithClause(admin.options.BaseModelAdmin):
    """Choices of a clause name its document too."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "clause":
            kwargs["queryset"] = Clause.objects.select_related("document").order_by("document", "position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ClauseInline(admin.StackedInline):
    model = Clause
    formset = HeldFormSet
    extra = 1
    fields = [
        ("position", "number", "printed", "printed_en"),
        ("heading", "heading_en"),
        "summary",
        "summary_en",
        "text",
    ]
    show_change_link = True


class MeasureInline(admin.StackedInline):
    """The measures of a clause in brief; figures, beneficiary and provider are on the measure's own page."""

    model = Measure
    extra = 0
    fields = ["slug", ("name", "name_en"), ("kind", "asked_for")]
    show_change_link = True


class FigureInline(admin.StackedInline):
    model = MeasureFigure
    extra = 0
    fields = [("position", "role", "basis"), ("what", "what_en"), *QUANTITY]


class RuleInline(admin.StackedInline):
    model = Rule
    extra = 0
    fields = [
        "slug", "kind", "sentence", "sentence_en", *QUANTITY, "due_on", "no_condition", "no_condition_en",
    ]  # fmt: skip
    show_change_link = True


class TargetInline(admin.StackedInline):
    model = Target
    extra = 0
    fields = ["slug", ("name", "name_en"), *QUANTITY, "stretch", ("period", "period_en")]
    show_change_link = True


@admin.register(PolicyDocument)
class PolicyDocumentAdmin(HeldClauses, VersionedAdmin, WithTraditional):
    list_display = ["title", "kind", "level", "region", "number", "issued_on", "valid_until", "provenance"]
    list_filter = ["kind", "level", "provenance", "region"]
    list_select_related = ["region"]
    search_fields = ["title", "title_en", "short_title", "issuer", "number", "slug"]
    filter_horizontal = ["replaces"]
    date_hierarchy = "issued_on"
    inlines = [ClauseInline]
    fields = [
        "slug", ("kind", "level", "provenance"), ("title", "title_en"), ("short_title", "short_title_en"),
        ("issuer", "issuer_en"), "region", ("addressee", "addressee_en"), "number",
        ("issued_on", "valid_until"), ("dates_note", "dates_note_en"), "replaces", "official_url", "summary",
        "summary_en",
    ]  # fmt: skip


@admin.register(Clause)
class ClauseAdmin(HeldClauses, VersionedAdmin, WithTraditional):
    list_display = ["printed", "heading", "document", "parent"]
    list_filter = ["document"]
    list_select_related = ["document", "parent__document"]
    search_fields = ["heading", "heading_en", "summary", "document__title"]
    inlines = [MeasureInline, RuleInline, TargetInline]
    fields = [
        ("document", "parent"), ("position", "number"), ("printed", "printed_en"), ("heading", "heading_en"),
        "summary", "summary_en", "text",
    ]  # fmt: skip

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """A clause lies in one of the same document: a new one says its document first."""
        if db_field.name == "parent":
            kwargs["queryset"] = self._beside(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _beside(self, request: HttpRequest) -> QuerySet[Clause]:
        found = Clause.objects.select_related("document").order_by("document", "position")
        match = request.resolver_match
        own = match.kwargs.get("object_id", "") if match else ""
        if not own.isdigit():
            return found
        return found.filter(document__clauses=int(own)).exclude(pk=int(own))


class OfClause(WithClause, VersionedAdmin):
    """What a clause holds."""

    list_select_related = ["clause__document"]
    list_per_page = 50


@admin.register(Measure)
class MeasureAdmin(OfClause):
    list_display = ["name", "kind", "asked_for", "beneficiary", "provider", "clause"]
    list_filter = ["asked_for", "kind", "beneficiary_basis", "clause__document"]
    search_fields = ["name", "name_en", "slug", "beneficiary", "provider"]
    inlines = [FigureInline]
    fields = [
        "slug", "clause", ("kind", "asked_for"), ("name", "name_en"),
        ("beneficiary", "beneficiary_en", "beneficiary_basis"), ("provider", "provider_en", "provider_basis"),
        "note", "note_en",
    ]  # fmt: skip


class WithFigure(OfClause):
    """A rule or a target, whose number has no more places than it needs."""

    @admin.display(description=pgettext_lazy("quantity", "number"), ordering="number")
    def figure(self, row: Rule | Target) -> str | None:
        return None if row.number is None else grouped(row.number.normalize())


@admin.register(Rule)
class RuleAdmin(WithFigure):
    list_display = ["sentence", "kind", "figure", "unit", "due_on", "clause"]
    list_filter = ["kind", "clause__document"]
    search_fields = ["sentence", "sentence_en", "slug"]
    fields = [
        "slug", "clause", "kind", "sentence", "sentence_en", *QUANTITY, "due_on",
        "no_condition", "no_condition_en",
    ]  # fmt: skip


@admin.register(Target)
class TargetAdmin(WithFigure):
    list_display = ["name", "comparison", "figure", "unit", "period", "clause"]
    list_filter = ["comparison", "clause__document"]
    search_fields = ["name", "name_en", "slug"]
    fields = ["slug", "clause", ("name", "name_en"), *QUANTITY, "stretch", ("period", "period_en")]
