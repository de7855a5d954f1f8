"""What the API says about people."""

from typing import Any

from rest_framework import serializers

from portal.accounts.capacities import Capacity
from portal.api.fields import Sparse


class CredentialsSerializer(serializers.Serializer[Any]):
    """What a token is given for."""

    email = serializers.EmailField()
    password = serializers.CharField(trim_whitespace=False)
    otp = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=20,
        help_text="Of the authenticator app, or a recovery code: where the account has a second step.",
    )


class IssuedTokenSerializer(serializers.Serializer[Any]):
    """A token, shown this once."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class CapacitySerializer(serializers.Serializer[Capacity]):
    """What a person may act as; `key` goes into X-Acting-As."""

    key = serializers.CharField()
    kind = serializers.ChoiceField(
        choices=["organization", "department", "expert", "auditor", "admin", "self"]
    )
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the option
    role = serializers.CharField(allow_blank=True)
    organization = serializers.CharField(source="organization.uscc", allow_null=True, default=None)
    department = serializers.CharField(source="department.code", allow_null=True, default=None)


class MeSerializer(Sparse, serializers.Serializer[Any]):
    """Who I am and what I may act as."""

    email = serializers.EmailField()
    name = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    language = serializers.CharField()
    acting_as = serializers.CharField()
    capacities = CapacitySerializer(many=True)
