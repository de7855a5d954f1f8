"""The register of organizations as officials search it; the same filters on the page and in the API."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from portal.accounts.capacities import acting
from portal.organizations import uscc
from portal.organizations.models import AuthorityProof, Organization
from portal.reference.models import Region, region_prefix
from portal.ui.texts import localized


def regions_in_reach(request: HttpRequest | None) -> QuerySet[Region]:
    """Districts that the reader's department covers; the districts of the country for others."""
    regions = Region.objects.filter(level=Region.Level.DISTRICT, valid_to__isnull=True)
    capacity = acting(request) if request is not None else None
    if capacity is None or capacity.department is None:
        return regions
    return regions.filter(code__startswith=region_prefix(capacity.department.region_id))


def search_box(words: str | Promise) -> forms.TextInput:
    """A search field that says what it searches, where the label is for screen readers only."""
    return forms.TextInput(attrs={"type": "search", "placeholder": words})


@extend_schema_field(OpenApiTypes.STR)
class RegionFilter(django_filters.ModelChoiceFilter):
    """A district, by its name in the reader's language."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=regions_in_reach, method=self.within, label=_("Region"), **options)

    @property
    def field(self) -> Any:
        """The select, with localized names."""
        field = super().field
        field.label_from_instance = lambda region: localized(region, "name")
        return field

    @staticmethod
    def within(rows: Any, _name: str, region: Region | None) -> Any:
        """Registered or taxed there."""
        return rows.within_region(region.code) if region else rows


class OrganizationFilter(django_filters.FilterSet):
    """q, region, kind, verification, ordering."""

    q = django_filters.CharFilter(
        method="search", label=_("Name or credit code"), widget=search_box(_("Name or credit code"))
    )
    region = RegionFilter(empty_label=_("All regions"))
    kind = django_filters.ChoiceFilter(choices=Organization.Kind, empty_label=_("All kinds"), label=_("Kind"))
    verification = django_filters.ChoiceFilter(
        choices=Organization.Verification, empty_label=_("Verified or not"), label=_("Verification")
    )
    ordering = django_filters.OrderingFilter(
        fields=["name", "uscc", "created_at"],
        field_labels={
            "name": _("Name"),
            "-name": _("Name, from the end"),
            "uscc": _("Credit code"),
            "-uscc": _("Credit code, from the end"),
            "created_at": _("Registered, the oldest first"),
            "-created_at": _("Registered, the newest first"),
        },
        label=_("Sort by"),
        empty_label=_("By name"),
    )

    class Meta:
        model = Organization
        fields: list[str] = []

    def search(self, rows: Any, _name: str, typed: str) -> Any:
        """A part of the name or of the code, the code in whatever way it was typed."""
        code = uscc.normalize(typed)
        return rows.filter(Q(name__icontains=typed.strip()) | Q(uscc__contains=code)) if code else rows


class OrganizationExportFilter(OrganizationFilter):
    """The same filters for an export, which has one order."""

    ordering = None


class ProofFilter(django_filters.FilterSet):
    """status, region, q; waiting ones first."""

    status = django_filters.ChoiceFilter(
        choices=AuthorityProof.Status, empty_label=_("All"), label=_("Status")
    )
    q = django_filters.CharFilter(
        method="search", label=_("Organization or person"), widget=search_box(_("Organization or person"))
    )

    class Meta:
        model = AuthorityProof
        fields: list[str] = []

    def search(self, rows: Any, _name: str, typed: str) -> Any:
        """A part of the organization's name or code, or of the person's name."""
        typed = typed.strip()
        return rows.filter(
            Q(organization__name__icontains=typed)
            | Q(organization__uscc__contains=uscc.normalize(typed))
            | Q(user__name__icontains=typed)
        )
