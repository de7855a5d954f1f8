"""The points of the formal check, edited with their round until it is published; limits across rounds."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from applications.review.models import CheckPoint, LimitRule
from programs.catalog.admin import LineInline, RoundAdmin, WithClauses


class CheckPointInline(LineInline):
    model = CheckPoint
    extra = 0
    fields = [("position", "key", "clause"), ("text", "text_en"), "gap", ("question", "fatal")]


RoundAdmin.inlines = [*RoundAdmin.inlines, CheckPointInline]


class LimitRuleForm(forms.ModelForm):
    class Meta:
        model = LimitRule
        fields = ["name", "name_en", "per", "counts", "at_most", "programs", "exclusion_group", "clause"]

    def clean(self) -> dict[str, Any]:
        """It has to cover something."""
        found = super().clean() or self.cleaned_data
        if not found.get("programs") and not found.get("exclusion_group"):
            raise ValidationError(_("Name the programs, or an exclusion group."))
        return found


@admin.register(LimitRule)
class LimitRuleAdmin(WithClauses, admin.ModelAdmin):
    """Counts from the next start, submission and acceptance on."""

    form = LimitRuleForm
    list_display = ["name", "per", "counts", "at_most", "exclusion_group"]
    search_fields = ["name", "name_en"]
    filter_horizontal = ["programs"]
