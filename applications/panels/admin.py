"""Rubrics: criteria and their grades, published once."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet, Sum
from django.forms import Field, Select
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.panels.models import Band, Criterion, Rubric
from applications.panels.passes import PASSES
from applications.panels.services.rubrics import faults, publish
from portal.access.admin import administrator
from portal.api.problems import Refused
from portal.ui.formats.amounts import trimmed
from portal.ui.texts import labelled


class CriterionInline(admin.StackedInline):
    model = Criterion
    extra = 0
    show_change_link = True
    readonly_fields = ("grades",)
    fields = [
        ("position", "weight", "maximum"),
        ("name", "name_en"),
        ("help", "help_en"),
        ("reason_below", "reason_above"),
        "grades",
    ]

    @admin.display(description=gettext_lazy("grades"))
    def grades(self, criterion: Criterion) -> str:
        """From the best down; they are set on the page of the criterion."""
        found = [str(band) for band in criterion.bands.all()] if criterion.pk else []
        return " · ".join(found) or _("None yet. Save first, then change the criterion to set its grades.")


class BandInline(admin.TabularInline):
    model = Band
    extra = 0
    fields = ("label", "label_en", "floor")


def is_fixed(rubric: Rubric | None) -> bool:
    """Whether it is published."""
    return rubric is not None and rubric.published_at is not None


@admin.register(Rubric)
class RubricAdmin(admin.ModelAdmin):
    """What is scored in a round. It is published on its page, or several at once in the list."""

    list_display = ("round", "pass_words", "criteria_number", "weights", "published_at")
    list_select_related = ("round__program",)
    raw_id_fields = ("round",)
    search_fields = ("round__program__title", "round__name", "round__code")
    readonly_fields = ("published_at", "missing")
    fields = ("round", "pass_no", "missing", "published_at")
    inlines = [CriterionInline]
    actions = ["publish"]
    change_form_template = "admin/panels/rubric.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rubric]:
        """With what the list says of the criteria."""
        rows: QuerySet[Rubric] = super().get_queryset(request)
        return rows.annotate(number=Count("criteria"), weight=Sum("criteria__weight"))

    @admin.display(description=gettext_lazy("review round"), ordering="pass_no")
    def pass_words(self, rubric: Rubric) -> str:
        return str(dict(PASSES)[rubric.pass_no])

    @admin.display(description=gettext_lazy("criteria"))
    def criteria_number(self, rubric: Any) -> int:
        return int(rubric.number)

    @admin.display(description=gettext_lazy("weights together"))
    def weights(self, rubric: Any) -> str:
        return f"{trimmed(rubric.weight)}%" if rubric.weight else "—"

    @admin.display(description=gettext_lazy("before it can be published"))
    def missing(self, rubric: Rubric) -> str | SafeString:
        """What is wrong with what is saved."""
        if not rubric.pk:
            return _("Save the rubric with its criteria first.")
        if is_fixed(rubric):
            return _("Published: it no longer changes.")
        found = faults(rubric)
        if not found:
            return _("Nothing is missing. Publish it once it is final.")
        return format_html_join("", "<div>{}</div>", ((sentence,) for sentence in found))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Field | None:
        """The review rounds by name."""
        if db_field.name == "pass_no":
            kwargs["widget"] = Select(choices=PASSES)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def response_change(self, request: HttpRequest, obj: Rubric) -> HttpResponse:
        """Saved, then published where that was asked for."""
        if "_publish" not in request.POST:
            return super().response_change(request, obj)
        self.fix(request, obj)
        return redirect(request.path)

    @admin.action(description=gettext_lazy("Publish the rubrics"))
    def publish(self, request: HttpRequest, rows: QuerySet[Rubric]) -> None:
        """Fix the rubrics that are without fault; say what is wrong with the others."""
        for rubric in rows:
            self.fix(request, rubric)

    def fix(self, request: HttpRequest, rubric: Rubric) -> None:
        """Publish one, or say what is wrong with it."""
        try:
            publish(rubric.pk, by=administrator(request))
        except Refused as refused:
            self.message_user(request, labelled(rubric, refused), messages.ERROR)
        else:
            self.message_user(request, _("Published: %(rubric)s") % {"rubric": rubric})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_fixed(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_fixed(obj)


@admin.register(Criterion)
class CriterionAdmin(admin.ModelAdmin):
    """A criterion with its grades."""

    list_display = ("name", "rubric", "weight", "maximum")
    list_select_related = ("rubric__round__program",)
    inlines = [BandInline]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_fixed(obj.rubric if obj else None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_fixed(obj.rubric if obj else None)
