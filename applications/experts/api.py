"""The pool of experts in the API, for those who keep it: numbers masked, as on the pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from applications.experts.listing import KEYSET, ExpertFilter, rows_for
from applications.experts.models import Absence, Expert, Tie
from applications.experts.rules import reader
from portal.access.services import Verb, note, person
from portal.api.fields import Sparse
from portal.api.pagination import Cursor

MASKED = {"type": "object", "additionalProperties": {"type": "string"}, "description": "Empty: none on file."}


class ExpertApiFilter(ExpertFilter):
    """The same as on the page; the field by its code."""

    field = django_filters.CharFilter(method="versed", max_length=2)


class ExpertSerializer(Sparse, serializers.ModelSerializer[Expert]):
    """Somebody in the pool. `fields_known`: codes of fields; `numbers`: telephone, identity and account
    number, masked."""

    fields_known = serializers.ListField(child=serializers.CharField(), source="fields", read_only=True)
    region = serializers.CharField(source="region_id", read_only=True)
    numbers = serializers.SerializerMethodField()

    class Meta:
        model = Expert
        fields = [
            "id", "name", "title", "employer", "employer_uscc", "kind", "fields_known", "region", "status",
            "valid_until", "numbers", "applied_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(MASKED)
    def get_numbers(self, expert: Expert) -> dict[str, str]:
        """Never in full: that asks for a reason, on the page."""
        return expert.masked


class TieSerializer(serializers.ModelSerializer[Tie]):
    """A tie that the expert or an official has stated."""

    class Meta:
        model = Tie
        fields = ["kind", "person_name", "organization_name", "uscc", "since", "until", "evidence"]
        read_only_fields = fields


class ExpertAbsenceSerializer(serializers.ModelSerializer[Absence]):
    """Days on which the expert is not asked."""

    class Meta:
        model = Absence
        fields = ["first_on", "last_on"]
        read_only_fields = fields


class ExpertDetailSerializer(ExpertSerializer):
    """One expert, with ties and days away."""

    ties = TieSerializer(many=True, read_only=True, source="stated")
    absences = ExpertAbsenceSerializer(many=True, read_only=True)

    class Meta(ExpertSerializer.Meta):
        fields = [*ExpertSerializer.Meta.fields, "email", "note", "ties", "absences"]
        read_only_fields = fields


class ExpertList(generics.ListAPIView[Expert]):
    """The pool of experts, for departments of the city and its districts, auditors and administrators."""

    queryset = Expert.objects.none()
    serializer_class = ExpertSerializer
    filterset_class = ExpertApiFilter
    pagination_class = Cursor
    keyset = KEYSET

    def get_queryset(self) -> QuerySet[Expert]:
        """What the caller may see."""
        return rows_for(reader(self.request))


class ExpertDetail(generics.RetrieveAPIView[Expert]):
    """One expert; who looked is written down."""

    queryset = Expert.objects.none()
    serializer_class = ExpertDetailSerializer
    filter_backends = []

    def get_object(self) -> Any:
        """What the caller may see, else 404."""
        rows = rows_for(reader(self.request)).select_related("user")
        expert: Any = get_object_or_404(rows, pk=self.kwargs["pk"])
        expert.stated = expert.ties.filter(withdrawn_at=None)
        if expert.user:
            note(self.request, Verb.OPENED, [person(expert.user)], _("Expert"))
        return expert
