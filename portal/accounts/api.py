"""Sign-in of programs, and who they are."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts import tokens
from portal.accounts.capacities import acting_as
from portal.accounts.models import ApiToken
from portal.accounts.serializers import CredentialsSerializer, IssuedTokenSerializer, MeSerializer
from portal.accounts.token_sign_in import signed_in, took_second_step
from portal.api.throttling import SignInAddressThrottle


class TokenView(APIView):
    """A token for e-mail and password."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [SignInAddressThrottle]

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'

    @extend_schema(
        operation_id="create_token", request=CredentialsSerializer, responses={200: IssuedTokenSerializer}
    )
    def post(self, request: Request) -> Response:
        """Sign in; the answer's token opens the API for 90 days. `otp` is the code of the second step."""
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        data = credentials.validated_data
        user = signed_in(request, data["email"].lower(), data["password"])
        second_factor = took_second_step(user, data.get("otp", ""))
        name = _("Signed in by program")
        token, key = tokens.create(user, name, ApiToken.Scope.WRITE, second_factor=second_factor)
        issued = IssuedTokenSerializer({"token": key, "expires_at": token.expires_at}).data
        return Response(issued, headers={"Cache-Control": "no-store"})


class MeView(APIView):
    """The person behind the request."""

    @extend_schema(operation_id="me", responses=MeSerializer)
    def get(self, request: Request) -> Response:
        """Who I am, and the capacities I hold."""
        acting = acting_as(request)
        user = acting.user
        facts = {
            "email": user.email,
            "name": user.name,
            "phone": user.phone,
            "language": user.language,
            "acting_as": acting.key,
            "capacities": list(request.capacities),  # type: ignore[attr-defined]  # set at authentication
        }
        return Response(MeSerializer(facts, context={"request": request}).data)
