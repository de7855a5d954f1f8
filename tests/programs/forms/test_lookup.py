import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.organizations import OrganizationFactory

pytestmark = pytest.mark.django_db


def test_name_is_told_to_whoever_is_signed_in() -> None:
    firm, client = OrganizationFactory(), Client()
    url = reverse("organization_name")
    assert client.get(url, {"code": firm.uscc}).status_code == 404
    client.force_login(UserFactory())
    assert client.get(url, {"code": f" {firm.uscc.lower()} "}).json() == {"name": firm.name}
    for code in ("", "x" * 5000, "91310114MADEM0010M", "\x00"):
        assert client.get(url, {"code": code}).json() == {"name": ""}
    assert client.post(url).status_code == 405
