"""What the API says and takes about organizations."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework import serializers

from portal.accounts.models import User
from portal.api.fields import Sparse
from portal.organizations import uscc
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    MemberInvitation,
    Membership,
    Organization,
)
from portal.reference.models import Industry, Region


class CodeField(serializers.CharField):
    """A credit code in whatever way it was typed."""

    def to_internal_value(self, data: Any) -> str:
        """The code as it is stored, or a sentence saying what is wrong with it."""
        try:
            return uscc.parse(super().to_internal_value(data))
        except uscc.BadCode as bad:
            raise serializers.ValidationError(str(bad), code="uscc") from bad


class OrganizationSerializer(Sparse, serializers.ModelSerializer):
    """An organization's file. Regions are GB/T 2260 codes, the industry a GB/T 4754-2017 division."""

    uscc = CodeField(max_length=60)
    registered_region = serializers.PrimaryKeyRelatedField(queryset=Region.objects.all())
    tax_region = serializers.PrimaryKeyRelatedField(queryset=Region.objects.all())
    industry = serializers.PrimaryKeyRelatedField(
        queryset=Industry.objects.all(), required=False, allow_null=True
    )
    warnings = serializers.SerializerMethodField()

    class Meta:
        model = Organization
        fields = [
            "uscc", "kind", "name", "registered_region", "tax_region", "industry", "founded_on",
            "legal_representative", "address", "verification", "verified_at", "revision", "created_at",
            "warnings",
        ]  # fmt: skip
        read_only_fields = ["verification", "verified_at", "revision", "created_at"]

    def get_warnings(self, organization: Organization) -> list[str]:
        """What is odd about the file but no reason to refuse it."""
        return [sentence for sentence in [uscc.warning(organization.uscc)] if sentence]

    def validate_uscc(self, code: str) -> str:
        """A code is for ever."""
        if self.instance is not None and code != self.instance.uscc:
            raise serializers.ValidationError(_("The credit code of an organization never changes."))
        return code

    def validate_registered_region(self, region: Region) -> Region:
        return in_force(region)

    def validate_tax_region(self, region: Region) -> Region:
        return in_force(region)

    def validate_industry(self, industry: Industry | None) -> Industry | None:
        if industry is not None and industry.section_id is None:
            raise serializers.ValidationError(_("Name a division, two digits, not a section."))
        return industry

    def validate_founded_on(self, day: Any) -> Any:
        if day and day > timezone.localdate():
            raise serializers.ValidationError(_("This day lies in the future."))
        return day


def in_force(region: Region) -> Region:
    """A region that exists today; an unchanged one may have been retired since."""
    if region.valid_to is not None:
        raise serializers.ValidationError(
            _("%(code)s was retired on %(day)s. Name the region of today.")
            % {"code": region.code, "day": region.valid_to.isoformat()}
        )
    return region


class PersonSerializer(serializers.ModelSerializer):
    """A person as colleagues and officials see them."""

    class Meta:
        model = User
        fields = ["name", "email"]


class MemberSerializer(Sparse, serializers.ModelSerializer):
    """A person's place in an organization."""

    person = PersonSerializer(source="user", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "person", "role", "created_at"]
        read_only_fields = ["created_at"]


class AccessRequestSerializer(Sparse, serializers.ModelSerializer):
    """Somebody asks to be let in."""

    person = PersonSerializer(source="user", read_only=True)

    class Meta:
        model = AccessRequest
        fields = ["id", "person", "role", "reason", "status", "created_at", "decided_at"]
        read_only_fields = ["status", "created_at", "decided_at"]


class InvitationSerializer(Sparse, serializers.ModelSerializer):
    """An owner offers a place to who owns an address."""

    email = serializers.EmailField(max_length=254)

    class Meta:
        model = MemberInvitation
        fields = ["id", "email", "role", "created_at", "expires_at"]
        read_only_fields = ["created_at", "expires_at"]


class AnswerSerializer(serializers.Serializer):
    """The owner's answer; a role other than the one asked for may be given."""

    status = serializers.ChoiceField(choices=[("granted", "granted"), ("refused", "refused")])
    role = serializers.ChoiceField(choices=Membership.Role.choices, required=False)


class ProofSerializer(Sparse, serializers.ModelSerializer):
    """A sealed letter and what became of it."""

    person = PersonSerializer(source="user", read_only=True)
    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)

    class Meta:
        model = AuthorityProof
        fields = [
            "id", "person", "file_name", "size", "sha256", "replaces_owner", "status", "note", "valid_until",
            "submitted_at", "decided_at",
        ]  # fmt: skip
        read_only_fields = fields


class ProofUploadSerializer(serializers.Serializer):
    """The letter as a file."""

    file = serializers.FileField()
    valid_until = serializers.DateField(required=False, allow_null=True, default=None)


class DecisionSerializer(serializers.Serializer):
    """What an official says of a proof; refusing needs a note."""

    status = serializers.ChoiceField(choices=[("accepted", "accepted"), ("refused", "refused")])
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")
