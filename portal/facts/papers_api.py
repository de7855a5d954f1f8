"""Bank account and recommending department of an organization in the API."""

from typing import Any

from django.core.exceptions import ValidationError as Wrong
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.accounts.capacities import acting_as
from portal.accounts.models import Department
from portal.api.revisions import expected_revision, tagged
from portal.facts.models import BankAccount, Recommender
from portal.facts.papers import account_number, keep_account, recommender_of, recommenders, set_recommender
from portal.organizations import watching
from portal.organizations.api import visible
from portal.organizations.models import Organization


class AccountSerializer(serializers.ModelSerializer[BankAccount]):
    """Where money is paid to. The number is written and never read: `last_digits` are its last four.

    Revision 0 and empty texts: no account yet.
    """

    number = serializers.CharField(
        write_only=True, required=False, max_length=60, help_text="8 to 30 digits; left out, it stays"
    )
    changed_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = BankAccount
        fields = ["holder", "bank", "number", "last_digits", "changed_at", "revision"]
        read_only_fields = ["last_digits", "revision"]

    def validate_number(self, typed: str) -> str:
        """Digits, however they are grouped."""
        try:
            return account_number(typed)
        except Wrong as wrong:
            raise serializers.ValidationError(wrong.messages) from wrong


class DepartmentField(serializers.SlugRelatedField[Department]):
    """A department that recommends, by its code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(slug_field="code", queryset=Department.objects.all(), **options)

    def get_queryset(self) -> QuerySet[Department]:
        return recommenders()


class RecommenderInputSerializer(serializers.Serializer[Any]):
    """The department that is to recommend the organization, by its code."""

    department = DepartmentField()


class RecommenderSerializer(serializers.Serializer[Any]):
    """The department that recommends the organization, by its code; null where none is there.

    `chosen`: somebody chose it; else it follows from the tax region.
    """

    department = DepartmentField(allow_null=True)
    chosen = serializers.BooleanField()


class OrganizationAccount(APIView):
    """The bank account of an organization, masked as on its page."""

    revisioned = True

    @extend_schema(operation_id="organizations_account_retrieve", responses=AccountSerializer)
    def get(self, request: Request, uscc: str) -> Response:
        """The account with its revision as ETag."""
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        return self.answer(self.account(organization))

    @extend_schema(
        operation_id="organizations_account_keep", request=AccountSerializer, responses=AccountSerializer
    )
    def patch(self, request: Request, uscc: str) -> Response:
        """Enter or change it, starting from the revision in If-Match."""
        organization, revision = visible(request, uscc), expected_revision(request)
        account = self.account(organization)
        serializer = AccountSerializer(account, data=request.data, partial=bool(account.pk))
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        kept = keep_account(
            organization.pk,
            holder=given.get("holder", account.holder),
            bank=given.get("bank", account.bank),
            number=given.get("number", ""),
            revision=revision,
            by=acting_as(request),
        )
        return self.answer(kept)

    def account(self, organization: Organization) -> BankAccount:
        """What is kept, or an empty one."""
        found = BankAccount.objects.filter(organization=organization).first()
        return found or BankAccount(organization=organization, revision=0)

    def answer(self, account: BankAccount) -> Response:
        return tagged(Response(AccountSerializer(account).data), account.revision)


class OrganizationRecommender(APIView):
    """The department that recommends an organization."""

    @extend_schema(operation_id="organizations_recommender_retrieve", responses=RecommenderSerializer)
    def get(self, request: Request, uscc: str) -> Response:
        """The department, chosen or of the tax region."""
        organization = visible(request, uscc)
        watching.opened(request, [organization])
        return self.answer(organization)

    @extend_schema(
        operation_id="organizations_recommender_set",
        request=RecommenderInputSerializer,
        responses=RecommenderSerializer,
    )
    def put(self, request: Request, uscc: str) -> Response:
        """Choose another, or hand the organization over: owners, editors and officials of its region."""
        organization = visible(request, uscc)
        serializer = RecommenderInputSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        set_recommender(organization.pk, serializer.validated_data["department"], by=acting_as(request))
        return self.answer(organization)

    def answer(self, organization: Organization) -> Response:
        chosen = Recommender.objects.filter(organization=organization).exists()
        told = {"department": recommender_of(organization), "chosen": chosen}
        return Response(RecommenderSerializer(told).data)
