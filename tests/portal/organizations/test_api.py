import pytest
from django.test import Client

from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization
from tests.factories.accounts import UserFactory, bearer, official, region
from tests.factories.organizations import (
    AccessRequestFactory,
    AuthorityProofFactory,
    OrganizationFactory,
    code,
    facts,
    letter,
    member,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/organizations/"


def api(user: object) -> Client:
    """A program that signed in as the person; answers come in English."""
    return Client(headers={"Accept-Language": "en"} | bearer(user))


def send(client: Client, verb: str, path: str = "", data: object = None, **headers: str):
    call = getattr(client, verb)
    return call(ROOT + path, data, content_type="application/json", headers=headers)


def test_register_by_program():
    user = UserFactory()
    response = send(
        api(user), "post", "", facts(uscc="９１" + code(990001)[2:].lower(), founded_on="2019-03-05")
    )
    assert response.status_code == 201
    body = response.json()
    assert (body["uscc"], body["verification"], body["revision"]) == (code(990001), "unverified", 1)
    assert response["ETag"] == '"1"'
    assert Membership.objects.get().user == user


def test_register_same_code_is_409_with_the_way_in():
    organization = OrganizationFactory()
    response = send(api(UserFactory()), "post", "", facts(uscc=organization.uscc))
    assert response.status_code == 409
    assert response["Content-Type"] == "application/problem+json"
    assert f"/organizations/{organization.uscc}/access-requests/" in response.json()["detail"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"uscc": "91310114"}, "/uscc"),
        ({"registered_region": "999999"}, "/registered_region"),
        ({"industry": "99"}, "/industry"),
        ({"founded_on": "2999-01-01"}, "/founded_on"),
        ({"kind": "castle"}, "/kind"),
        ({"name": ""}, "/name"),
    ],
)
def test_register_wrong_field_is_named(changes, field):
    response = send(api(UserFactory()), "post", "", facts(**changes))
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [field]
    assert not Organization.objects.exists()


def test_register_in_a_retired_region_is_refused():
    retired = region("310106")
    retired.valid_to = "2015-11-01"
    retired.save()
    response = send(api(UserFactory()), "post", "", facts(registered_region="310106"))
    assert "was retired on 2015-11-01" in response.json()["errors"][0]["message"]


def test_register_repeated_with_a_key_is_once():
    client = api(UserFactory())
    answers = [send(client, "post", "", facts(), **{"Idempotency-Key": "k"}) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


def test_list_by_capacity():
    mine, other = member(), OrganizationFactory(registered_region=region("310106"))
    OrganizationFactory()
    assert [row["uscc"] for row in send(api(mine.user), "get").json()["results"]] == [mine.organization.uscc]
    city = send(api(official("310000").user), "get", "?region=310106").json()
    assert (city["count"], city["results"][0]["uscc"]) == (1, other.uscc)


def test_file_of_others_is_404():
    organization = OrganizationFactory()
    for user in (UserFactory(), official("310106").user):
        assert send(api(user), "get", f"{organization.uscc}/").status_code == 404


def test_edit_needs_the_revision():
    owner = member()
    client, path = api(owner.user), f"{owner.organization.uscc}/"
    assert send(client, "patch", path, {"name": "甲"}).status_code == 428
    response = send(client, "patch", path, {"name": "甲"}, **{"If-Match": '"1"'})
    assert (response.status_code, response["ETag"]) == (200, '"2"')
    assert send(client, "patch", path, {"name": "乙"}, **{"If-Match": '"1"'}).status_code == 412


def test_edit_of_the_code_is_refused():
    owner = member()
    response = send(
        api(owner.user), "patch", f"{owner.organization.uscc}/", {"uscc": code(5)}, **{"If-Match": '"1"'}
    )
    assert (response.status_code, response.json()["errors"][0]["field"]) == (400, "/uscc")


def test_edit_by_viewer_is_409():
    viewer = member(role="viewer")
    response = send(
        api(viewer.user), "patch", f"{viewer.organization.uscc}/", {"name": "甲"}, **{"If-Match": '"1"'}
    )
    assert (response.status_code, "not change it" in response.json()["detail"]) == (409, True)


def test_edit_with_two_organizations_must_name_one():
    first = member()
    second = member(user=first.user)
    client, path = api(first.user), f"{first.organization.uscc}/"
    response = send(client, "patch", path, {"name": "甲"}, **{"If-Match": '"1"'})
    assert response.status_code == 400
    assert second.key in response.json()["detail"]
    headers = {"If-Match": '"1"', "X-Acting-As": first.key}
    assert send(client, "patch", path, {"name": "甲"}, **headers).status_code == 200


def test_members_and_their_roles():
    owner = member()
    editor = member(owner.organization, "editor")
    client, path = api(owner.user), f"{owner.organization.uscc}/members/"
    rows = send(client, "get", path).json()["results"]
    assert [(row["person"]["email"], row["role"]) for row in rows] == [
        (owner.user.email, "owner"),
        (editor.user.email, "editor"),
    ]
    row = f"{path}{rows[1]['id']}/"
    assert send(client, "patch", row, {"role": "viewer"}).json()["role"] == "viewer"
    assert send(api(editor.user), "delete", f"{path}{rows[0]['id']}/").status_code == 409
    assert send(client, "delete", row).status_code == 204
    assert send(client, "delete", f"{path}{rows[0]['id']}/").status_code == 409


def test_access_is_asked_and_granted():
    owner, asker = member(), UserFactory()
    path = f"{owner.organization.uscc}/access-requests/"
    asked = send(api(asker), "post", path, {"role": "viewer", "reason": "财务"})
    assert (asked.status_code, asked.json()["status"]) == (201, "pending")
    assert send(api(asker), "post", path, {"role": "viewer"}).status_code == 409
    assert len(send(api(owner.user), "get", path).json()["results"]) == 1
    row = f"{path}{asked.json()['id']}/"
    assert send(api(asker), "patch", row, {"status": "granted"}).status_code == 409
    answer = send(api(owner.user), "patch", row, {"status": "granted", "role": "editor"})
    assert (answer.status_code, answer.json()["status"]) == (200, "granted")
    assert Membership.objects.get(user=asker).role == "editor"


def test_access_requests_are_not_for_others():
    asked = AccessRequestFactory()
    path = f"{asked.organization.uscc}/access-requests/"
    assert send(api(UserFactory()), "get", path).status_code == 404
    assert send(api(UserFactory()), "patch", f"{path}{asked.pk}/", {"status": "granted"}).status_code == 404
    assert AccessRequest.objects.get().status == "pending"


def test_proof_is_handed_in_and_decided():
    owner, clerk = member(), official()
    path = f"{owner.organization.uscc}/proofs/"
    handed = api(owner.user).post(ROOT + path, {"file": letter()})
    assert (handed.status_code, handed.json()["status"]) == (201, "pending")
    row = f"{path}{handed.json()['id']}/"
    assert send(api(owner.user), "patch", row, {"status": "accepted"}).status_code == 409
    assert send(api(clerk.user), "patch", row, {"status": "refused"}).status_code == 409
    assert send(api(clerk.user), "patch", row, {"status": "accepted"}).json()["status"] == "accepted"
    assert send(api(owner.user), "get", f"{owner.organization.uscc}/").json()["verification"] == "verified"


def test_proof_of_another_district_is_404():
    proof = AuthorityProofFactory()
    path = f"{proof.organization.uscc}/proofs/{proof.pk}/"
    assert send(api(official("310106").user), "patch", path, {"status": "accepted"}).status_code == 404
    assert AuthorityProof.objects.get().status == "pending"


def test_visitor_is_401():
    assert Client().get(ROOT).status_code == 401


def test_owner_invites_and_takes_back_by_program():
    owner = member()
    path = f"{owner.organization.uscc}/invitations/"
    offer = {"email": "New.Colleague@firm.example", "role": "viewer"}
    answer = send(api(owner.user), "post", path, offer)
    assert (answer.status_code, answer.json()["email"]) == (201, "new.colleague@firm.example")
    assert send(api(owner.user), "post", path, offer).status_code == 409
    rows = send(api(owner.user), "get", path).json()["results"]
    assert [row["id"] for row in rows] == [answer.json()["id"]]
    assert send(api(owner.user), "delete", f"{path}{rows[0]['id']}/").status_code == 204
    assert send(api(owner.user), "get", path).json()["results"] == []


def test_others_read_and_make_no_invitations_by_program():
    owner = member()
    editor = member(owner.organization, "editor")
    path = f"{owner.organization.uscc}/invitations/"
    offer = {"email": "new.colleague@firm.example", "role": "viewer"}
    made = send(api(owner.user), "post", path, offer).json()
    assert send(api(editor.user), "get", path).json()["results"] == []
    assert send(api(editor.user), "post", path, offer).status_code == 409
    assert send(api(editor.user), "delete", f"{path}{made['id']}/").status_code == 404
    assert send(api(UserFactory()), "get", path).status_code == 404
