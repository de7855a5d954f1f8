"""Views that exist only to try the plumbing."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import connection
from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.authentication import BasicAuthentication
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.models import Department
from portal.api.idempotency import Idempotent
from portal.api.keyset import Keyset
from portal.api.pagination import Cursor
from portal.api.problems import Refused
from portal.api.revisions import check_revision, expected_revision, tagged
from portal.api.throttling import SignInAddressThrottle


class Line(serializers.Serializer[Any]):
    amount = serializers.DecimalField(max_digits=6, decimal_places=2)


class Order(serializers.Serializer[Any]):
    name = serializers.CharField()
    lines = Line(many=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["name"] == "whole":
            raise serializers.ValidationError("Not together.", "conflict")
        return attrs


class Orders(APIView):
    permission_classes = (AllowAny,)

    def post(self, request: Request) -> Response:
        order = Order(data=request.data)
        order.is_valid(raise_exception=True)
        return Response(order.validated_data, status=201)


class Raises(APIView):
    permission_classes = (AllowAny,)

    def get(self, request: Request, name: str) -> Response:
        raise {
            "refused": Refused("轮次已截止。"),
            "missing": Http404("secret"),
            "denied": PermissionDenied(),
            "suspicious": SuspiciousOperation(),
            "model": DjangoValidationError(
                {"a/b": [DjangoValidationError("No.", "no")], "__all__": ["Never."]}
            ),
            "defect": RuntimeError("defect"),
        }[name]


class Private(APIView):
    authentication_classes = (BasicAuthentication,)

    def get(self, request: Request) -> Response:
        return Response({})


class Shared(APIView):
    permission_classes = (AllowAny,)

    def patch(self, request: Request) -> Response:
        check_revision(7, expected_revision(request))
        return tagged(Response({}), 8)


class Departments(APIView):
    permission_classes = (AllowAny,)
    keyset = Keyset({"code": ["code", "id"], "-code": ["-code", "-id"]})

    def get(self, request: Request) -> Response:
        pages = Cursor()
        rows = pages.paginate_queryset(Department.objects.all(), request, self)
        return pages.get_paginated_response([row.code for row in rows])


class Make(Idempotent, APIView):
    parser_classes = (JSONParser, MultiPartParser)

    def post(self, request: Request) -> Response:
        code = request.data["code"]
        made = Department.objects.create(code=code, name=code, level="city", region_id="310000")
        if "X-Severed" in request.headers:
            connection.cursor().execute("SELECT pg_terminate_backend(pg_backend_pid())")
        if code == "refused":
            raise Refused("不行。")
        if code == "too far":
            Department.objects.filter(pk=made.pk).update(name="x" * 500)
        if code == "defect":
            raise RuntimeError("defect")
        return Response({"id": made.pk, "money": Decimal("1.50")}, status=201, headers={"Location": "/x/"})


class MakeSecret(Make):
    keeps_answers = False


class SignIn(APIView):
    permission_classes = (AllowAny,)
    throttle_classes = (SignInAddressThrottle,)

    def post(self, request: Request) -> Response:
        return Response({})


urlpatterns = [
    path("api/orders/", Orders.as_view()),
    path("api/raises/<name>/", Raises.as_view()),
    path("api/private/", Private.as_view()),
    path("api/shared/", Shared.as_view()),
    path("api/departments/", Departments.as_view()),
    path("api/make/", Make.as_view()),
    path("api/make-secret/", MakeSecret.as_view()),
    path("api/sign-in/", SignIn.as_view()),
]
handler500 = "portal.ui.views.server_error"
