import re
from datetime import timedelta

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts import todo
from portal.accounts.models import ApiToken, User
from portal.accounts.tokens import create, find
from tests.factories.accounts import PASSWORD, UserFactory, auditor, expert, official
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


def test_account_saves_and_speaks_the_language():
    user = UserFactory()
    client = signed_in(user)
    response = client.post(
        reverse("account_settings"), {"name": "周怀瑾", "phone": "021-0000 0000", "language": "zh-hant"}
    )
    user.refresh_from_db()
    assert (user.name, user.phone, user.language) == ("周怀瑾", "021-0000 0000", "zh-hant")
    assert response.cookies["django_language"].value == "zh-hant"


def test_account_needs_a_name():
    response = signed_in(UserFactory()).post(reverse("account_settings"), {"name": "", "language": "en"})
    assert response.status_code == 422
    assert 'href="#id_name"' in response.content.decode()


def test_account_lists_capacities():
    owner = member()
    page = signed_in(owner.user).get(reverse("account_settings")).content.decode()
    assert owner.key in page
    assert "Myself" in page


def test_language_of_who_is_signed_in_is_kept():
    user = UserFactory()
    signed_in(user).post(reverse("set_language"), {"language": "en", "next": "/help/"})
    user.refresh_from_db()
    assert user.language == "en"


def test_language_unknown_is_not_kept():
    user = UserFactory()
    signed_in(user).post(reverse("set_language"), {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "zh-hans"


def test_language_of_visitor_is_a_cookie():
    response = Client().post(reverse("set_language"), {"language": "en", "next": "/help/"})
    assert (response["Location"], response.cookies["django_language"].value) == ("/help/", "en")


def test_token_is_made_after_the_password_and_shown_once():
    user = UserFactory()
    client = signed_in(user)
    data = {"name": "财务系统", "scope": "read", "days": "30"}
    response = client.post(reverse("create_token"), data)
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    response = client.post(response["Location"], {"password": PASSWORD}, follow=True)
    key = re.search(r'value="(kc_[^"]+)"', response.content.decode())[1]
    assert find(key).name == "财务系统"
    assert key not in client.get(reverse("account_settings")).content.decode()
    assert ApiToken.objects.get().digest != key


def test_token_of_nothing_is_refused():
    client = Client(headers={"Accept-Language": "en"})
    client.login(email=UserFactory(language="en").email, password=PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    data = {"name": "x", "scope": "named", "days": "30", "addresses": "nowhere"}
    page = client.post(reverse("create_token"), data)
    assert page.status_code == 422
    assert "Choose at least one thing the token may do." in page.text
    assert "“nowhere” is no address." in page.text


def test_token_is_revoked_by_its_person_only():
    user = UserFactory()
    token, key = create(user, "财务系统", "read")
    url = reverse("revoke_token", args=[token.pk])
    assert signed_in(UserFactory()).post(url).status_code == 404
    assert find(key) == token
    signed_in(user).post(url)
    assert find(key) is None


def test_switch_capacity():
    first = member()
    second = member(user=first.user)
    client = signed_in(first.user)
    for capacity in (second, first):
        client.post(reverse("switch_capacity"), {"capacity": capacity.key})
        assert client.get(reverse("account_settings")).wsgi_request.capacity.key == capacity.key


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/programs/x/", "/programs/x/"),
        ("/rounds/1/apply/", "/rounds/1/apply/"),
        ("/organizations/x/", "/todo/"),
        ("https://elsewhere.example/programs/", "/todo/"),
        ("", "/todo/"),
    ],
)
def test_switch_capacity_stays_on_shared_pages_only(target, location):
    owner = member()
    response = signed_in(owner.user).post(reverse("switch_capacity"), {"capacity": owner.key, "next": target})
    assert response["Location"] == location


def test_switch_to_what_one_does_not_hold_is_404():
    client = signed_in(UserFactory())
    assert client.post(reverse("switch_capacity"), {"capacity": "admin"}).status_code == 404
    assert client.get(reverse("switch_capacity")).status_code == 405


def test_lost_capacity_falls_back_to_what_is_left():
    owner = member()
    client = signed_in(owner.user)
    client.post(reverse("switch_capacity"), {"capacity": owner.key})
    owner.organization.memberships.all().delete()
    assert client.get(reverse("account_settings")).wsgi_request.capacity.key == "self"


def test_visitor_has_no_capacity(django_assert_num_queries):
    with django_assert_num_queries(0):
        request = Client().get(reverse("help")).wsgi_request
    assert (request.capacity, request.capacities) == (None, [])


def test_dashboard_of_official_is_the_workbench():
    response = signed_in(official().user).get(reverse("dashboard"))
    assert response["Location"] == reverse("workbench")


@pytest.mark.parametrize(
    ("person", "sentence"),
    [
        (expert, "You are an expert"),
        (auditor, "You are an auditor"),
        (lambda: UserFactory(admin=True), "You administer the portal"),
    ],
)
def test_dashboard_says_what_one_can_do(person, sentence):
    assert sentence in signed_in(person()).get(reverse("dashboard")).content.decode()


def test_todos_nearest_deadline_first(monkeypatch):
    later, sooner = (timezone.now() + timedelta(days=days) for days in (9, 3))
    things = [
        todo.Todo("c", "", "/c/", "Go"),
        todo.Todo("d", "", "/d/", "Go", order=5),
        todo.Todo("a", "", "/a/", "Go", due=later),
        todo.Todo("b", "", "/b/", "Go", due=sooner),
    ]
    monkeypatch.setattr(todo, "_todos", [lambda _request: things])
    assert [thing.title for thing in todo.todos(HttpRequest())] == ["b", "a", "d", "c"]
