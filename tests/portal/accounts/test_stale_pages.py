"""Two windows, two capacities: a form shown to one is not carried out in the other."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization
from tests.factories.accounts import UserFactory, capacity, official
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Client, Capacity, Capacity]:
    """Somebody who owns two organizations, acting for the first."""
    first = member()
    client = Client(headers={"accept-language": "en"})
    client.force_login(first.user)
    client.post(reverse("switch_capacity"), {"capacity": first.key})
    return client, first, member(user=first.user)


def fields(page: str) -> dict[str, str]:
    """The inputs of the page's largest form as a browser would send them."""
    return dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))


def test_every_form_names_whom_it_was_shown_to(two):
    client, first, _second = two
    page = client.get(reverse("organization_edit", args=[first.organization.uscc])).content.decode()
    assert fields(page)["shown_to"] == first.key
    assert 'name="shown_to"' not in Client().get(reverse("account_login")).content.decode()


def test_form_of_another_capacity_is_refused_and_nothing_done(two):
    client, first, second = two
    url = reverse("organization_edit", args=[first.organization.uscc])
    sent = fields(client.get(url).content.decode()) | {"name": "改了名的公司"}
    client.post(reverse("switch_capacity"), {"capacity": second.key})
    response = client.post(url, sent)
    assert response.status_code == 409
    assert first.label in response.content.decode()
    assert second.label in response.content.decode()
    assert not Organization.objects.filter(name="改了名的公司").exists()


def test_refused_text_is_kept_and_sent_after_switching_back(two):
    client, first, second = two
    url = reverse("organization_edit", args=[first.organization.uscc])
    sent = fields(client.get(url).content.decode())
    client.post(reverse("switch_capacity"), {"capacity": second.key})
    page = client.post(url, sent | {"name": "改了名的公司"}).content.decode()
    back = re.findall(r'name="back" value="([^"]*)"', page)[0]
    kept = client.post(reverse("switch_capacity"), {"capacity": first.key, "back": back}, follow=True)
    assert "改了名的公司" in kept.content.decode()


def test_form_of_a_lost_capacity_is_refused():
    who, client = official(), Client(headers={"accept-language": "en"})
    client.force_login(who.user)
    who.user.posts.update(ends_on="2020-12-31")
    response = client.post(reverse("hand_in_proof", args=[member().organization.uscc]), {"shown_to": who.key})
    assert response.status_code == 409
    assert "no longer hold" in response.content.decode()


def test_what_concerns_the_person_goes_through_in_any_capacity(two):
    client, first, second = two
    client.post(reverse("switch_capacity"), {"capacity": second.key, "shown_to": first.key})
    assert client.get(reverse("account_settings")).wsgi_request.capacity.key == second.key
    data = {"language": "en", "next": "/help/", "shown_to": first.key}
    assert client.post(reverse("set_language"), data).status_code == 302


def test_admin_has_the_switch_and_its_forms_are_guarded():
    admin = capacity(UserFactory(admin=True), "admin")
    client = Client(headers={"accept-language": "en"})
    client.force_login(admin.user)
    page = client.get(reverse("admin:accounts_department_add")).content.decode()
    assert 'name="shown_to" value="admin"' in page
    assert 'action="/account/capacity/"' in page
    client.post(reverse("switch_capacity"), {"capacity": "self"})
    response = client.post(reverse("admin:accounts_department_add"), {"shown_to": "admin", "code": "x"})
    assert response.status_code == 409


def test_switch_stays_where_the_capacity_has_the_page():
    who = official()
    client = Client()
    client.force_login(member(user=who.user).user)
    for target, stays in ((reverse("organizations"), True), (reverse("verifications"), True), ("/x/", False)):
        response = client.post(reverse("switch_capacity"), {"capacity": who.key, "next": target})
        assert response["Location"] == (target if stays else reverse("dashboard"))
