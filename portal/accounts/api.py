"""Sign-in of programs, and who they are."""

from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts import tokens
from portal.accounts.capacities import acting_as
from portal.accounts.models import ApiToken, User
from portal.accounts.serializers import CredentialsSerializer, IssuedTokenSerializer, MeSerializer
from portal.api.throttling import SignInAccountThrottle, SignInAddressThrottle


class TokenView(APIView):
    """A token for e-mail and password."""

    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = [SignInAddressThrottle, SignInAccountThrottle]

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'

    @extend_schema(
        operation_id="create_token", request=CredentialsSerializer, responses={200: IssuedTokenSerializer}
    )
    def post(self, request: Request) -> Response:
        """Sign in; the answer's token opens the API for 90 days."""
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        email, password = credentials.validated_data["email"], credentials.validated_data["password"]
        user = authenticate(request._request, email=email.lower(), password=password)
        if not isinstance(user, User):
            raise AuthenticationFailed(_("E-mail address and password do not match an account. Check both."))
        if not EmailAddress.objects.filter(user=user, verified=True).exists():
            raise AuthenticationFailed(_("Confirm your e-mail address first: sign in on the pages once."))
        token, key = tokens.create(user, _("Signed in by program"), ApiToken.Scope.WRITE)
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
