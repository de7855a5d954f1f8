"""Filters of the list of documents, the same on the page and in the API."""

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from programs.policies.models import PolicyDocument


class DocumentFilter(django_filters.FilterSet):
    """By kind, region code and words of the title or number."""

    kind = django_filters.ChoiceFilter(
        choices=PolicyDocument.Kind.choices, label=_("Kind"), empty_label=_("All kinds")
    )
    region = django_filters.CharFilter(field_name="region_id", label=_("Region code (GB/T 2260)"))
    q = django_filters.CharFilter(
        method="containing",
        label=_("Search documents"),
        widget=forms.SearchInput(attrs={"placeholder": _("Title, issuer or number")}),
    )

    class Meta:
        model = PolicyDocument
        fields = ["kind", "region", "q"]

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
