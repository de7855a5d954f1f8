from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts import scopes, tokens
from portal.accounts.models import ApiToken, User
from portal.accounts.tokens import Limits
from portal.api.problems import Refused
from tests.factories.accounts import UserFactory, bearer, official
from tests.factories.organizations import OrganizationFactory, facts, member

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def key(user: User, *named: str, capacity: str = "", addresses: tuple[str, ...] = ()) -> dict[str, str]:
    """Headers of a narrowed token."""
    limits = Limits(list(named), capacity, list(addresses))
    scope = "named" if named else "write"
    return {"Authorization": f"Bearer {tokens.create(user, 'narrow', scope, limits=limits)[1]}"} | ENGLISH


def paths(resolver: URLResolver | URLPattern, prefix: str = "") -> list[str]:
    path = prefix + str(resolver.pattern).removeprefix("^/").removeprefix("^")
    if isinstance(resolver, URLPattern):
        return [path] if path.startswith("api/v1/") else []
    return [found for inner in resolver.url_patterns for found in paths(inner, path)]


def test_every_path_belongs_to_an_area():
    assert [path for path in paths(get_resolver()) if scopes.area_of(f"/{path}") is None] == []


@pytest.mark.parametrize(
    ("named", "path", "status"),
    [
        ("organizations:read", "/api/v1/organizations/", 200),
        ("organizations:write", "/api/v1/organizations/", 200),
        ("organizations:read", "/api/v1/applications/", 403),
        ("review:write", "/api/v1/organizations/", 403),
        ("applications:read", "/api/v1/messages/", 403),
        ("messages:read", "/api/v1/messages/", 200),
        ("messages:read", "/api/v1/programs/", 403),
        ("catalog:read", "/api/v1/programs/", 200),
        ("catalog:read", "/api/v1/me/", 200),
        ("applications:read", "/api/v1/tokens/", 403),
    ],
)
def test_a_named_token_reads_what_it_names(named: str, path: str, status: int):
    response = Client().get(path, headers=key(UserFactory(), named))
    assert response.status_code == status
    if status == 403:
        area = scopes.area_of(path)
        assert response.json()["detail"] == f"This token lacks the scope {area.key}:read."


@pytest.mark.parametrize(("named", "status"), [("organizations:read", 403), ("organizations:write", 201)])
def test_a_named_token_changes_what_it_names(named: str, status: int):
    response = Client().post(
        "/api/v1/organizations/", facts(), content_type="application/json", headers=key(UserFactory(), named)
    )
    assert response.status_code == status


@pytest.mark.parametrize(("named", "lacking"), [("organizations:write", True), ("review:write", False)])
def test_an_official_changes_others_matters_with_a_scope_of_its_own(named: str, lacking: bool):
    clerk, organization = official(), OrganizationFactory()
    path = f"/api/v1/organizations/{organization.uscc}/proofs/1/"
    headers = key(clerk.user, named)
    response = Client().patch(path, {"status": "accepted"}, content_type="application/json", headers=headers)
    assert response.status_code == (403 if lacking else 404)
    assert ("review:write" in response.json()["detail"]) == lacking


def test_a_bound_token_acts_as_nothing_else():
    owner = member()
    other = member(user=owner.user)
    headers = key(owner.user, capacity=owner.key)
    me = Client().get("/api/v1/me/", headers=headers).json()
    assert [capacity["key"] for capacity in me["capacities"]] == [owner.key]
    for named in (other.key, "self"):
        response = Client().get("/api/v1/organizations/", headers=headers | {"X-Acting-As": named})
        assert response.status_code == 403
    assert Client().get("/api/v1/messages/", headers=headers).status_code == 403
    path = f"/api/v1/organizations/{other.organization.uscc}/"
    assert Client().get(path, headers=headers).status_code == 404
    codes = [row["uscc"] for row in Client().get("/api/v1/organizations/", headers=headers).json()["results"]]
    assert codes == [owner.organization.uscc]


def test_a_bound_token_does_not_act_for_the_person():
    owner = member()
    headers = key(owner.user, capacity=owner.key)
    response = Client().post(
        "/api/v1/organizations/", facts(), content_type="application/json", headers=headers
    )
    assert response.status_code == 403


def test_a_token_of_a_lost_capacity_opens_nothing():
    owner = member()
    headers = key(owner.user, capacity=owner.key)
    owner.organization.memberships.all().delete()
    response = Client().get("/api/v1/organizations/", headers=headers)
    assert response.status_code == 403
    assert "you are that no longer" in response.json()["detail"]


@pytest.mark.parametrize(
    ("address", "status"), [("127.0.0.1", 200), ("10.1.2.3", 200), ("10.2.0.1", 403), ("", 403)]
)
def test_a_token_works_from_its_addresses_only(address: str, status: int):
    headers = key(UserFactory(), addresses=("127.0.0.1/32", "10.1.0.0/16"))
    assert Client().get("/api/v1/me/", headers=headers, REMOTE_ADDR=address).status_code == status


def test_a_forged_forwarding_header_is_no_address():
    headers = key(UserFactory(), addresses=("10.1.0.0/16",)) | {"X-Forwarded-For": "10.1.0.1"}
    assert Client().get("/api/v1/me/", headers=headers).status_code == 403


def test_a_token_lasts_a_year_at_most():
    with pytest.raises(Refused):
        tokens.create(UserFactory(), "x", "write", timedelta(days=366))


def make(headers: dict[str, str], **changes: object):
    data = {"name": "ERP", "scope": "named", "scopes": ["applications:read"], "days": 365} | changes
    return Client().post("/api/v1/tokens/", data, content_type="application/json", headers=headers | ENGLISH)


def test_tokens_are_made_listed_and_ended_over_the_api():
    owner = member()
    headers = bearer(owner.user)
    made = make(headers, capacity=owner.key, addresses=["10.1.2.3"])
    assert made.status_code == 201
    assert made["Cache-Control"] == "no-store"
    document = made.json()
    assert (document["capacity"], document["addresses"]) == (owner.key, ["10.1.2.3/32"])
    assert tokens.find(document["token"]).scopes == ["applications:read"]
    listed = Client().get("/api/v1/tokens/?fields=id,name", headers=headers).json()["results"]
    assert listed[0] == {"id": document["id"], "name": "ERP"}
    path = f"/api/v1/tokens/{document['id']}/"
    assert Client().delete(path, headers=bearer(UserFactory())).status_code == 404
    assert Client().delete(path, headers=headers).status_code == 204
    assert tokens.find(document["token"]) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["everything:write"]}, "/scopes"),
        ({"capacity": "department:sh"}, "/capacity"),
        ({"addresses": ["300.1.1.1"]}, "/addresses"),
        ({"days": 366}, "/days"),
    ],
)
def test_a_token_of_nonsense_is_refused(changes: dict[str, object], field: str):
    response = make(bearer(UserFactory()), **changes)
    assert response.json()["errors"][0]["field"].startswith(field)
    assert ApiToken.objects.filter(name="ERP").count() == 0


@pytest.mark.parametrize("narrow", [{"named": ("account:write",)}, {"addresses": ("127.0.0.1/32",)}])
def test_a_narrow_token_makes_no_other(narrow: dict[str, tuple[str, ...]]):
    user = UserFactory()
    headers = key(user, *narrow.get("named", ()), addresses=narrow.get("addresses", ()))
    assert make(headers, scope="write").status_code == 403
    assert ApiToken.objects.filter(name="ERP").count() == 0


def test_a_session_makes_no_token_over_the_api():
    client = Client()
    client.force_login(UserFactory())
    data = {"name": "ERP", "scope": "write"}
    assert client.post("/api/v1/tokens/", data, content_type="application/json").status_code == 403
