"""Tokens over the API: whoever may do everything makes narrower ones for their programs."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts import scopes, tokens
from portal.accounts.capacities import acting_as, capacities_of, held
from portal.accounts.models import ApiToken
from portal.accounts.second_factor import passed
from portal.accounts.token_forms import MOST_ADDRESSES, networks
from portal.api.fields import Sparse
from portal.api.keyset import Keyset
from portal.api.pagination import Cursor


class TokenSerializer(Sparse, serializers.ModelSerializer[ApiToken]):
    """A token without its key; `scopes` where the scope is `named`."""

    scopes = serializers.ListField(child=serializers.CharField(), required=False)
    addresses = serializers.ListField(
        child=serializers.CharField(max_length=50), required=False, max_length=MOST_ADDRESSES
    )

    class Meta:
        model = ApiToken
        fields = [
            "id", "name", "scope", "scopes", "capacity", "addresses", "created_at", "expires_at",
            "last_used_at", "revoked_at",
        ]  # fmt: skip
        read_only_fields = ["created_at", "expires_at", "last_used_at", "revoked_at"]
        extra_kwargs = {"scope": {"required": True}, "capacity": {"required": False}}


class NewTokenSerializer(TokenSerializer):
    """What to make; `days` is how long it lives."""

    days = serializers.IntegerField(min_value=1, max_value=tokens.LONGEST.days, default=tokens.LIFETIME.days)

    class Meta(TokenSerializer.Meta):
        fields = ["name", "scope", "scopes", "capacity", "addresses", "days"]

    def validate_scopes(self, named: list[str]) -> list[str]:
        """Only scopes that exist."""
        known = dict(scopes.choices())
        unknown = ", ".join(scope for scope in named if scope not in known)
        if unknown:
            raise serializers.ValidationError(_("There is no scope %(scopes)s.") % {"scopes": unknown[:200]})
        return named

    def validate_addresses(self, named: list[str]) -> list[str]:
        """As networks."""
        try:
            return networks(" ".join(named))
        except ValidationError as error:
            raise serializers.ValidationError(error.messages) from error

    def validate_capacity(self, key: str) -> str:
        """One the person holds."""
        if key and held(capacities_of(self.context["request"].user), key) is None:
            raise serializers.ValidationError(_("You do not hold this capacity."))
        return key

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Named scopes need a name."""
        if attrs["scope"] == ApiToken.Scope.NAMED and not attrs.get("scopes"):
            raise serializers.ValidationError({"scopes": [_("Choose at least one thing the token may do.")]})
        return attrs


class MadeTokenSerializer(TokenSerializer):
    """A new token with its key, shown this once."""

    token = serializers.CharField(source="key", read_only=True)

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class TokenList(generics.ListAPIView[ApiToken]):
    """My tokens; POST makes one."""

    queryset = ApiToken.objects.none()
    serializer_class = TokenSerializer
    pagination_class = Cursor
    filter_backends = []
    keyset = Keyset({"-created_at": ("-created_at", "-id"), "created_at": ("created_at", "id")})

    def get_queryset(self) -> QuerySet[ApiToken]:
        """One's own."""
        return ApiToken.objects.filter(user=acting_as(self.request).user)

    @extend_schema(
        operation_id="tokens_create", request=NewTokenSerializer, responses={201: MadeTokenSerializer}
    )
    def post(self, request: Request) -> Response:
        """Make a token. The key is in this answer only, so the answer is never kept."""
        may_manage(request)
        asked = NewTokenSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        limits = tokens.Limits(data.get("scopes", []), data.get("capacity", ""), data.get("addresses", []))
        user, lifetime = acting_as(request).user, timedelta(days=data["days"])
        token, key = tokens.create(
            user, data["name"], data["scope"], lifetime, limits, second_factor=inherited(request)
        )
        token.key = key  # type: ignore[attr-defined]  # for this answer only
        made = MadeTokenSerializer(token, context={"request": request}).data
        return Response(made, status=201, headers={"Cache-Control": "no-store"})


class TokenDetail(APIView):
    """One of my tokens."""

    @extend_schema(operation_id="tokens_revoke", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """End it now; ending it again changes nothing."""
        may_manage(request)
        tokens.revoke(get_object_or_404(ApiToken, user=acting_as(request).user, pk=pk))
        return Response(status=204)


def may_manage(request: Request) -> None:
    """A narrowed token could make a wider one, a stolen session one that outlives it."""
    if not isinstance(request.auth, ApiToken) or tokens.is_narrow(request.auth):
        raise PermissionDenied(_("Tokens are managed by a token that may do everything, or on the page."))


def inherited(request: Request) -> bool:
    """A token made by a token knows as much about a second step as the one that made it."""
    if isinstance(request.auth, ApiToken):
        return request.auth.second_factor
    return passed(request._request)
