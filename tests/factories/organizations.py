"""Organizations with valid codes, their people and proofs."""

from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.files.models import StoredFile
from portal.organizations import uscc
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization
from tests.factories.accounts import UserFactory, capacity, region

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def code(n: int, district: str = "310114") -> str:
    """The n-th valid credit code of a district."""
    body = f"91{district}MA{n:06d}"
    body += uscc.organization_check(body[8:16])
    return body + uscc.check_character(body)


class OrganizationFactory(factory.django.DjangoModelFactory):
    """An unverified firm in Jiading; `verified=True` or `pending=True`."""

    class Meta:
        model = Organization

    class Params:
        verified = factory.Trait(
            verification="verified",
            verified_at=factory.LazyFunction(timezone.now),
            verified_by=factory.SubFactory(UserFactory),
        )
        pending = factory.Trait(verification="pending")

    uscc = factory.Sequence(code)
    name = factory.Sequence(lambda n: f"上海虚构{n}科技有限公司")
    registered_region = factory.LazyFunction(region)
    tax_region = factory.SelfAttribute("registered_region")


def member(
    organization: Organization | None = None, role: str = "owner", user: User | None = None
) -> Capacity:
    """Somebody who belongs to the organization, acting for it."""
    organization, user = organization or OrganizationFactory(), user or UserFactory()
    Membership.objects.create(organization=organization, user=user, role=role)
    return capacity(user, f"organization:{organization.uscc}")


def letter(name: str = "授权书.pdf") -> SimpleUploadedFile:
    """An upload that is a PDF."""
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


class StoredFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 1234
    media_type = "application/pdf"


class AuthorityProofFactory(factory.django.DjangoModelFactory):
    """A letter that waits for an official."""

    class Meta:
        model = AuthorityProof

    organization = factory.SubFactory(OrganizationFactory, pending=True)
    user = factory.SubFactory(UserFactory)
    file = factory.SubFactory(StoredFileFactory)
    file_name = "授权书.pdf"
    submitted_at = factory.LazyFunction(timezone.now)


class AccessRequestFactory(factory.django.DjangoModelFactory):
    """Somebody at the door."""

    class Meta:
        model = AccessRequest

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    reason = "财务部，负责申报。"


def facts(**changes: Any) -> dict[str, Any]:
    """What the registration form and the API take."""
    place = region().code
    return {
        "uscc": code(990001),
        "name": "上海新登记科技有限公司",
        "kind": "firm",
        "registered_region": place,
        "tax_region": place,
    } | changes
