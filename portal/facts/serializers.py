"""What the API says and takes about files of organizations."""

from typing import Any

from django.core.exceptions import ValidationError as Wrong
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from portal.facts import values
from portal.facts.definitions import FACTS
from portal.facts.models import CreditRecord, Qualification, Right, Shareholder, Statement, SupportReceived
from portal.facts.models.lists import Listed
from portal.facts.parts import PARTS

OWN = [(key, key) for key, fact in FACTS.items() if not fact.registered]
READ = ["origin", "source", "stated_at", "verified_at"]


@extend_schema_field({"nullable": True, "anyOf": [{"type": "string"}, {"type": "integer"}]})
class ValueField(serializers.JSONField):
    """A value as it is stated: an amount in yuan or a day as text, a number of people as integer."""


class StatementSerializer(serializers.ModelSerializer[Statement]):
    """One fact as it holds on the day. Money is a decimal string in yuan, a region or industry a code."""

    key = serializers.ChoiceField(choices=[(key, key) for key in FACTS])
    value = ValueField()
    verified_at = serializers.SerializerMethodField()

    class Meta:
        model = Statement
        fields = ["id", "key", "year", "value", "since", *READ]

    @extend_schema_field(serializers.DateTimeField(allow_null=True))
    def get_verified_at(self, row: Statement) -> Any:
        return row.verification.at if hasattr(row, "verification") else None


class SupportSerializer(serializers.ModelSerializer[SupportReceived]):
    """Money granted to the organization; `program` by its short name."""

    class Meta:
        model = SupportReceived
        fields = ["program", "group", "granted_on", "amount", "source"]


class LineSerializer(serializers.ModelSerializer[Any]):
    """A line of a list."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Both ends belong to the time."""
        first, last = attrs.get("holds_from"), attrs.get("holds_to")
        if first and last and last < first:
            sentence = Listed._meta.constraints[0].violation_error_message
            raise serializers.ValidationError({"holds_to": [str(sentence)]})
        return attrs


def fields(name: str) -> list[str]:
    return ["id", *PARTS[name].fields, *READ]


class RightSerializer(LineSerializer):
    """An intellectual property right; `holds_from`: the day it was granted."""

    class Meta:
        model = Right
        fields = fields("rights")
        read_only_fields = READ


class QualificationSerializer(LineSerializer):
    """A recognition with its validity."""

    class Meta:
        model = Qualification
        fields = fields("qualifications")
        read_only_fields = READ


class CreditRecordSerializer(LineSerializer):
    """Something that stands against the organization; officials enter it."""

    class Meta:
        model = CreditRecord
        fields = fields("credit")
        read_only_fields = READ


class ShareholderSerializer(LineSerializer):
    """Who owns how much; `share` in percent."""

    share = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)

    class Meta:
        model = Shareholder
        fields = fields("shareholders")
        read_only_fields = READ


LINES: dict[str, type[LineSerializer]] = {
    "rights": RightSerializer,
    "qualifications": QualificationSerializer,
    "credit": CreditRecordSerializer,
    "shareholders": ShareholderSerializer,
}


class FileSerializer(serializers.Serializer[Any]):
    """The file on a day: facts, and the lists as they hold on it; rights, credit records and support with
    all that began by then."""

    as_of = serializers.DateField()
    facts = StatementSerializer(many=True)
    rights = RightSerializer(many=True)
    qualifications = QualificationSerializer(many=True)
    credit = CreditRecordSerializer(many=True, source="credits")
    shareholders = ShareholderSerializer(many=True)
    supports = SupportSerializer(many=True)


class ValueSerializer(serializers.Serializer[Any]):
    """One fact; null takes it back. Registered facts change at the address of the organization."""

    key = serializers.ChoiceField(choices=OWN)
    year = serializers.IntegerField(required=False, allow_null=True, default=None)
    value = ValueField(allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What the door takes."""
        name, year, value = attrs["key"], attrs["year"], attrs["value"]
        if isinstance(value, bool | list | dict):
            raise serializers.ValidationError({"value": [_("Write the value as text or a number.")]})
        try:
            values.check_key((name, year))
        except Wrong as error:
            raise serializers.ValidationError({"year": error.messages}) from error
        try:
            return attrs | {"value": values.clean(name, value)}
        except Wrong as error:
            raise serializers.ValidationError({"value": error.messages}) from error


class StatingSerializer(serializers.Serializer[Any]):
    """Facts to state. `since`: the first day on which they hold, for facts that are not yearly."""

    facts = serializers.ListField(child=ValueSerializer(), min_length=1, max_length=200)
    since = serializers.DateField(required=False, allow_null=True, default=None)


class VerificationSerializer(serializers.Serializer[Any]):
    """What an official found to be true: a stated fact or a line, by its id."""

    of = serializers.ChoiceField(choices=[("facts", "facts"), *((name, name) for name in PARTS)])
    id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
