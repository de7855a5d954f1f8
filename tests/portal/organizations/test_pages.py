import re
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from portal.accounts.capacities import Capacity
from portal.accounts.middleware import SESSION_KEY
from portal.organizations.models import AccessRequest, AuthorityProof, Membership, Organization
from tests.factories.accounts import UserFactory, auditor, capacity, official, oneself, region
from tests.factories.organizations import (
    PDF,
    AccessRequestFactory,
    AuthorityProofFactory,
    OrganizationFactory,
    code,
    facts,
    letter,
    member,
)

pytestmark = pytest.mark.django_db


def acting(capacity: Capacity) -> Client:
    """A browser in which the person acts so; pages come in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(capacity.user)
    session = client.session
    session[SESSION_KEY] = capacity.key
    session.save()
    return client


def text(response: object) -> str:
    """What a reader sees, in one line."""
    body = re.sub(r"<(script|style|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def file_of(capacity: Capacity) -> str:
    return reverse("organization", args=[capacity.organization.uscc])


def test_register_leads_to_the_file():
    by = oneself()
    client = acting(by)
    assert "Send me" not in text(client.get(reverse("organization_new")))
    response = client.post(reverse("organization_new"), facts(uscc=" " + code(990001).lower()), follow=True)
    assert response.redirect_chain == [(reverse("organization", args=[code(990001)]), 302)]
    assert "Not verified" in text(response)
    assert response.wsgi_request.capacity.key == f"organization:{code(990001)}"


def test_register_goes_back_to_what_the_reader_was_about_to_do():
    client, url = acting(oneself()), reverse("organization_new")
    page = client.get(url, {"next": "/rounds/1/apply/"})
    assert '<input type="hidden" name="next" value="/rounds/1/apply/">' in page.content.decode()
    registered = client.post(url, facts(uscc=code(990001)) | {"next": "/rounds/1/apply/"})
    assert registered["Location"] == "/rounds/1/apply/"
    elsewhere = client.post(url, facts(uscc=code(990002)) | {"next": "https://elsewhere.example/"})
    assert elsewhere["Location"] == reverse("organization", args=[code(990002)])


def test_register_bad_code_keeps_what_was_typed():
    response = acting(oneself()).post(reverse("organization_new"), facts(uscc="9131011"))
    assert response.status_code == 422
    assert "The code has only 7 characters; 11 are missing." in text(response)
    assert 'value="上海新登记科技有限公司"' in response.content.decode()


def test_register_code_with_odd_organization_code_warns():
    response = acting(oneself()).post(
        reverse("organization_new"), facts(uscc="91310114MA1G00010X"), follow=True
    )
    assert "MA1G00010" in text(response)


def test_register_existing_code_leads_to_the_way_in():
    organization = member().organization
    response = acting(oneself()).post(reverse("organization_new"), {"uscc": organization.uscc}, follow=True)
    assert response.redirect_chain == [(reverse("organization_join", args=[organization.uscc]), 302)]
    assert "already registered. There are two ways in." in text(response)


def test_register_twice_by_same_person_leads_to_the_file():
    owner = member()
    response = acting(owner).post(reverse("organization_new"), facts(uscc=owner.organization.uscc))
    assert response["Location"] == file_of(owner)


def test_join_asks_once():
    organization, asker = OrganizationFactory(), oneself()
    member(organization)
    client, url = acting(asker), reverse("organization_join", args=[organization.uscc])
    client.post(url, {"role": "editor", "reason": "财务"})
    response = client.get(url)
    assert "The owner has been told" in text(response)
    assert AccessRequest.objects.get().reason == "财务"


def test_join_where_nobody_owns_the_file_leads_to_the_letter():
    organization, clerk = OrganizationFactory(), oneself()
    client, url = acting(clerk), reverse("organization_join", args=[organization.uscc])
    page = text(client.get(url))
    assert "Prove that you act for the organization" in page
    assert "Ask the owner" not in page
    asked = text(client.post(url, {"role": "editor"}, follow=True))
    assert "Nobody owns this file yet who could let you in." in asked
    client.post(reverse("hand_in_proof", args=[organization.uscc]), {"file": letter()})
    checker = acting(official())
    proof = AuthorityProof.objects.get()
    assert "first owner" in text(checker.get(reverse("verifications")))
    assert "makes the person its first owner" in text(checker.get(reverse("verification", args=[proof.pk])))
    checker.post(reverse("verification_decide", args=[proof.pk]), {"decision": "accept"})
    assert client.get(url)["Location"] == reverse("organization", args=[organization.uscc])


def test_join_by_member_leads_to_the_file():
    viewer = member(role="viewer")
    response = acting(viewer).get(reverse("organization_join", args=[viewer.organization.uscc]))
    assert response["Location"] == file_of(viewer)


def test_hand_in_letter_and_download_it():
    owner = member()
    client = acting(owner)
    response = client.post(
        reverse("hand_in_proof", args=[owner.organization.uscc]), {"file": letter()}, follow=True
    )
    assert "Proof being checked" in text(response)
    proof = AuthorityProof.objects.get()
    download = client.get(reverse("proof_file", args=[proof.pk]))
    assert b"".join(download.streaming_content) == PDF
    assert "attachment" in download["Content-Disposition"]


def test_hand_in_goes_back_to_the_application():
    owner = member()
    client, url = acting(owner), reverse("hand_in_proof", args=[owner.organization.uscc])
    forgotten = client.post(url, {"next": "/applications/1/check/"}, follow=True)
    assert '<input type="hidden" name="next" value="/applications/1/check/">' in forgotten.content.decode()
    response = client.post(url, {"file": letter(), "next": "/applications/1/check/"})
    assert response["Location"] == "/applications/1/check/"


def test_hand_in_without_a_file_says_so():
    owner = member()
    response = acting(owner).post(reverse("hand_in_proof", args=[owner.organization.uscc]), follow=True)
    assert "Choose the file of the sealed letter first." in text(response)


def test_hand_in_something_else_says_why():
    owner = member()
    upload = letter("照片.exe")
    response = acting(owner).post(
        reverse("hand_in_proof", args=[owner.organization.uscc]), {"file": upload}, follow=True
    )
    assert "Name it .pdf" in text(response)
    assert not AuthorityProof.objects.exists()


def test_letter_is_not_for_colleagues_nor_strangers():
    proof = AuthorityProofFactory()
    for reader in (member(proof.organization), oneself(), official("310106")):
        assert acting(reader).get(reverse("proof_file", args=[proof.pk])).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "other district", "visitor"])
def test_file_is_not_for_others(who):
    organization = OrganizationFactory()
    url = reverse("organization", args=[organization.uscc])
    if who == "visitor":
        assert Client().get(url)["Location"].startswith(reverse("account_login"))
        return
    reader = oneself() if who == "stranger" else official("310106")
    assert acting(reader).get(url).status_code == 404


def test_file_shows_history_in_words():
    by = oneself()
    client = acting(by)
    client.post(reverse("organization_new"), facts())
    url = reverse("organization_edit", args=[code(990001)])
    client.post(url, facts(name="上海改名科技有限公司", revision=1))
    page = text(client.get(reverse("organization", args=[code(990001)])))
    assert "Facts changed" in page
    assert f"{by.user} · changed: name" in page


def test_file_for_official_has_no_forms_of_the_owner():
    organization = OrganizationFactory()
    member(organization)
    page = text(acting(official()).get(reverse("organization", args=[organization.uscc])))
    assert "Change role" not in page
    assert "Hand in the letter" not in page


def test_edit_by_viewer_says_why_not():
    viewer = member(role="viewer")
    response = acting(viewer).get(reverse("organization_edit", args=[viewer.organization.uscc]), follow=True)
    assert "You may read this file but not change it." in text(response)


def test_edit_from_old_revision_keeps_what_was_typed():
    owner = member()
    client, url = acting(owner), reverse("organization_edit", args=[owner.organization.uscc])
    client.post(url, facts(name="甲", revision=1))
    response = client.post(url, facts(name="乙", revision=1))
    assert response.status_code == 422
    assert "A colleague has changed the file" in text(response)
    assert 'value="乙"' in response.content.decode()
    assert Organization.objects.get().name == "甲"


def test_edit_future_foundation_is_refused():
    owner = member()
    url = reverse("organization_edit", args=[owner.organization.uscc])
    response = acting(owner).post(url, facts(revision=1, founded_on="2999-01-01"))
    assert "This day lies in the future." in text(response)


def test_owner_answers_at_the_door():
    owner = member()
    asked = AccessRequestFactory(organization=owner.organization)
    client = acting(owner)
    assert "1 person asks for access" in text(client.get(file_of(owner)))
    url = reverse("answer_access", args=[owner.organization.uscc, asked.pk])
    client.post(url, {"answer": "grant", "role": "viewer"})
    assert Membership.objects.get(user=asked.user).role == "viewer"
    assert "answered already" in text(client.post(url, {"answer": "refuse"}, follow=True))


def test_editor_does_not_see_who_asks():
    editor = member(role="editor")
    asked = AccessRequestFactory(organization=editor.organization)
    client = acting(editor)
    assert asked.user.email not in text(client.get(file_of(editor)))
    url = reverse("answer_access", args=[editor.organization.uscc, asked.pk])
    assert client.post(url, {"answer": "grant"}).status_code == 404


def test_owner_changes_and_removes_people():
    owner = member()
    editor = member(owner.organization, "editor")
    row, client = Membership.objects.get(user=editor.user), acting(owner)
    uscc = owner.organization.uscc
    client.post(reverse("change_member", args=[uscc, row.pk]), {"role": "viewer"})
    assert Membership.objects.get(pk=row.pk).role == "viewer"
    url = reverse("remove_member", args=[uscc, row.pk])
    assert f"Remove {editor.user} from" in text(client.get(url))
    client.post(url)
    assert not Membership.objects.filter(pk=row.pk).exists()


def test_leave_asks_first_and_keeps_an_owner():
    owner = member()
    client, url = acting(owner), reverse("organization_leave", args=[owner.organization.uscc])
    assert "Leave" in text(client.get(url))
    assert "needs an owner" in text(client.post(url, follow=True))


def test_organizations_leads_members_to_their_file():
    owner = member()
    assert acting(owner).get(reverse("organizations"))["Location"] == file_of(owner)


def test_organizations_for_oneself():
    client = acting(oneself())
    assert client.get(reverse("organizations"))["Location"] == reverse("organization_new")
    owner = member()
    assert owner.organization.name in text(acting(oneself(owner.user)).get(reverse("organizations")))


def test_register_list_shows_only_the_own_region():
    here, there = OrganizationFactory(), OrganizationFactory(registered_region=region("310106"))
    page = text(acting(official()).get(reverse("organizations")))
    assert here.name in page
    assert there.name not in page
    city = text(acting(official("310000")).get(reverse("organizations")))
    assert "2 organizations" in city


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "乙"}, ["乙公司"]),
        ({"q": code(1).lower()}, ["甲公司"]),
        ({"kind": "university"}, ["乙公司"]),
        ({"verification": "verified"}, ["丙公司"]),
        ({"region": "310106"}, ["丙公司"]),
        ({"ordering": "-uscc"}, ["丙公司", "乙公司", "甲公司"]),
    ],
)
def test_register_list_filters(query, found):
    OrganizationFactory(uscc=code(1), name="甲公司")
    OrganizationFactory(uscc=code(2), name="乙公司", kind="university")
    OrganizationFactory(uscc=code(3), name="丙公司", verified=True, registered_region=region("310106"))
    response = acting(official("310000")).get(reverse("organizations"), query)
    assert [row.name for row in response.context["page"]] == found


@pytest.mark.parametrize("name", ["organizations", "verifications"])
def test_lists_have_a_fixed_number_of_queries(name):
    client, counts = acting(official()), []
    for more in (1, 2):
        AuthorityProofFactory.create_batch(more)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(name))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_register_export_escapes_formulas():
    OrganizationFactory(name="=HYPERLINK(1)")
    response = acting(official()).get(reverse("organizations_export"))
    rows = list(load_workbook(BytesIO(response.content)).active.values)
    assert [row[1] for row in rows] == ["Name", "'=HYPERLINK(1)"]


@pytest.mark.parametrize("name", ["organizations_export", "verifications"])
def test_register_does_not_exist_for_firms(name):
    assert acting(member()).get(reverse(name)).status_code == 404


def test_auditor_reads_but_does_not_decide():
    proof = AuthorityProofFactory()
    person = auditor()
    client = acting(capacity(person, "auditor"))
    assert proof.organization.name in text(client.get(reverse("verifications")))
    assert "Only an official decides" in text(client.get(reverse("verification", args=[proof.pk])))
    client.post(reverse("verification_decide", args=[proof.pk]), {"decision": "accept"})
    assert AuthorityProof.objects.get().status == "pending"


def test_official_accepts_and_refuses():
    client = acting(official())
    first, second = AuthorityProofFactory(), AuthorityProofFactory()
    assert "Does the seal bear" in text(client.get(reverse("verification", args=[first.pk])))
    client.post(reverse("verification_decide", args=[first.pk]), {"decision": "accept"})
    url = reverse("verification_decide", args=[second.pk])
    assert "Say why" in text(client.post(url, {"decision": "refuse"}, follow=True))
    client.post(url, {"decision": "refuse", "note": "缺公章"})
    states = dict(AuthorityProof.objects.values_list("pk", "status"))
    assert states == {first.pk: "accepted", second.pk: "refused"}
    assert "缺公章" in text(client.get(reverse("verification", args=[second.pk])))


def test_verifications_show_waiting_ones_first_unless_asked():
    waiting, client = AuthorityProofFactory(), acting(official())
    done = AuthorityProofFactory()
    client.post(reverse("verification_decide", args=[done.pk]), {"decision": "accept"})
    page = client.get(reverse("verifications"))
    assert [proof.pk for proof in page.context["page"]] == [waiting.pk]
    page = client.get(reverse("verifications"), {"status": ""})
    assert [proof.pk for proof in page.context["page"]] == [waiting.pk, done.pk]


def test_verification_of_another_district_is_404():
    proof = AuthorityProofFactory()
    client = acting(official("310106"))
    assert client.get(reverse("verification", args=[proof.pk])).status_code == 404
    assert client.post(reverse("verification_decide", args=[proof.pk])).status_code == 404


def test_todo_of_a_newcomer_and_of_an_owner():
    page = text(acting(oneself(UserFactory(language="en"))).get(reverse("dashboard")))
    assert "Register your organization, or join it" in page
    owner = member()
    AccessRequestFactory(organization=owner.organization)
    page = text(acting(owner).get(reverse("dashboard")))
    assert "2 things wait for you" in page
    assert "who asks for access" in page


def test_every_order_of_the_register_is_told_in_the_readers_language():
    clerk = official()
    client = acting(clerk)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "zh-hans"
    page = client.get(reverse("organizations")).content.decode()
    assert "按信用代码倒序" in page
    assert "descending" not in page
