"""Filters of the list of documents, the same on the page and in the API."""

from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters.fields import ModelChoiceField
from drf_spectacular.utils import extend_schema_field

from portal.reference.models import Region
from portal.ui.texts import localized
from programs.policies.models import PolicyDocument

ORDERINGS: dict[str, list[Any]] = {
    "newest": [F("issued_on").desc(nulls_last=True), "slug"],
    "oldest": [F("issued_on").asc(nulls_last=True), "slug"],
    "title": ["title", "slug"],
}
ORDERING_CHOICES = [
    ("newest", _("Newest first")),
    ("oldest", _("Oldest first")),
    ("title", _("By title")),
]
LAPSED_CHOICES = [
    ("", _("Lapsed or not")),
    ("false", _("Not lapsed")),
    ("true", pgettext_lazy("document", "Lapsed")),
]


def received_at(request: HttpRequest | None) -> datetime:
    """The moment a request arrived."""
    return getattr(request, "received_at", None) or timezone.now()


def regions(request: HttpRequest | None) -> QuerySet[Region]:
    """Regions that have documents."""
    return Region.objects.filter(pk__in=PolicyDocument.objects.values("region")).order_by("code")


class RegionField(ModelChoiceField):
    """Regions by name in the reader's language."""

    def label_from_instance(self, obj: Region) -> str:
        return localized(obj, "name")


@extend_schema_field({"type": "string"})
class RegionFilter(django_filters.ModelChoiceFilter):
    field_class = RegionField


class DocumentFilter(django_filters.FilterSet):
    """By kind, level, region, provenance, validity and words of the title, issuer or number."""

    kind = django_filters.ChoiceFilter(
        choices=PolicyDocument.Kind.choices, label=_("Kind"), empty_label=_("All kinds")
    )
    level = django_filters.ChoiceFilter(
        choices=PolicyDocument.Level.choices, label=_("Level"), empty_label=_("All levels")
    )
    region = RegionFilter(
        queryset=regions,
        to_field_name="code",
        label=_("Region"),
        empty_label=_("All regions"),
        help_text=_("Code (GB/T 2260) of a region that has documents."),
    )
    provenance = django_filters.ChoiceFilter(
        choices=PolicyDocument.Provenance.choices, label=_("Provenance"), empty_label=_("Any provenance")
    )
    lapsed = django_filters.BooleanFilter(
        method="has_lapsed", label=_("Validity"), widget=forms.Select(choices=LAPSED_CHOICES)
    )
    q = django_filters.CharFilter(
        method="containing",
        label=_("Search documents"),
        widget=forms.SearchInput(attrs={"placeholder": _("Title, issuer or number")}),
    )
    ordering = django_filters.ChoiceFilter(
        method="ordered", choices=ORDERING_CHOICES, empty_label=None, label=_("Order"), null_label=None
    )

    class Meta:
        model = PolicyDocument
        fields = ["kind", "level", "region", "provenance", "lapsed", "q", "ordering"]

    def has_lapsed(
        self, documents: QuerySet[PolicyDocument], name: str, value: bool
    ) -> QuerySet[PolicyDocument]:
        """Whose validity has ended; one that states no end has not."""
        ended = Q(valid_until__isnull=False, valid_until__lt=timezone.localdate())
        return documents.filter(ended if value else ~ended)

    def containing(
        self, documents: QuerySet[PolicyDocument], name: str, value: str
    ) -> QuerySet[PolicyDocument]:
        """Words of the title, the short title, the issuer or the number."""
        columns = ("title", "title_en", "short_title", "short_title_en", "issuer", "number")
        for word in value.split():
            found = Q()
            for column in columns:
                found |= Q(**{f"{column}__icontains": word})
            documents = documents.filter(found)
        return documents

    def ordered(self, documents: QuerySet[PolicyDocument], name: str, value: str) -> QuerySet[PolicyDocument]:
        return documents.order_by(*ORDERINGS[value])
