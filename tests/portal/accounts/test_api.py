from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import ApiToken
from portal.accounts.tokens import create
from tests.factories.accounts import PASSWORD, UserFactory, bearer, official
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
TOKEN, ME = "/api/v1/auth/token/", "/api/v1/me/"


def ask(**credentials: str):
    return Client(headers={"Accept-Language": "en"}).post(TOKEN, credentials, content_type="application/json")


def me(headers: dict[str, str]):
    return Client().get(ME, headers={"Accept-Language": "en"} | headers)


def test_token_opens_the_api():
    user = UserFactory()
    answer = ask(email=user.email.upper(), password=PASSWORD)
    assert answer.status_code == 200
    assert set(answer.json()) == {"token", "expires_at"}
    assert answer["Cache-Control"] == "no-store"
    response = me({"Authorization": f"Bearer {answer.json()['token']}"})
    assert response.json()["email"] == user.email
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("email", ["known@firm.example", "unknown@firm.example"])
def test_token_wrong_password_says_the_same(email):
    UserFactory(email="known@firm.example")
    answer = ask(email=email, password="wrong-password")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["detail"] == "E-mail address and password do not match an account. Check both."


def test_token_needs_a_confirmed_address():
    user = UserFactory(confirmed=False)
    assert ask(email=user.email, password=PASSWORD).status_code == 401


def test_token_missing_password_is_named():
    assert [error["field"] for error in ask(email="a@firm.example").json()["errors"]] == ["/password"]


def test_token_too_many_attempts_are_429():
    answers = [ask(email="a@firm.example", password="wrong-password").status_code for _time in range(12)]
    assert answers[-1] == 429


@pytest.mark.parametrize("state", ["expired", "revoked", "closed account", "unknown"])
def test_dead_token_is_401(state):
    user = UserFactory()
    token, key = create(user, "x", "write")
    if state == "closed account":
        user.is_active = False
        user.save()
    elif state == "unknown":
        key += "x"
    else:
        now = timezone.now()
        column = "expires_at" if state == "expired" else "revoked_at"
        ApiToken.objects.filter(pk=token.pk).update(**{column: now - timedelta(seconds=1)})
    response = me({"Authorization": f"Bearer {key}"})
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_read_token_refuses_changes():
    headers = bearer(UserFactory(), ApiToken.Scope.READ)
    assert me(headers).status_code == 200
    response = Client(headers=headers).post("/api/v1/organizations/", {}, content_type="application/json")
    assert response.status_code == 403


def test_use_of_token_is_noted_at_most_once_a_minute():
    headers = bearer(UserFactory())
    me(headers)
    first = ApiToken.objects.get().last_used_at
    me(headers)
    assert ApiToken.objects.get().last_used_at == first
    assert first is not None


def test_me_lists_capacities_the_most_specific_first():
    owner = member()
    answer = me(bearer(owner.user)).json()
    assert [capacity["key"] for capacity in answer["capacities"]] == [owner.key, "self"]
    assert answer["acting_as"] == owner.key
    assert answer["capacities"][0]["organization"] == owner.organization.uscc


def test_acting_as_what_one_holds():
    clerk = official()
    assert me(bearer(clerk.user) | {"X-Acting-As": "self"}).json()["acting_as"] == "self"
    assert me(bearer(clerk.user)).json()["acting_as"] == clerk.key


def test_acting_as_what_one_does_not_hold_is_403():
    response = me(bearer(UserFactory()) | {"X-Acting-As": "department:sh-jd"})
    assert response.status_code == 403
    assert "You do not hold the capacity “department:sh-jd”." in response.json()["detail"]


def test_session_works_too_and_the_header_wins():
    clerk = official()
    client = Client()
    client.force_login(clerk.user)
    assert client.get(ME).json()["acting_as"] == clerk.key
    assert client.get(ME, headers={"X-Acting-As": "self"}).json()["acting_as"] == "self"


def test_visitor_is_401():
    assert Client().get(ME).status_code == 401


@pytest.mark.parametrize("way", ["changed", "reset by an administrator", "signed in"])
def test_a_new_password_ends_every_token(way):
    user, headers = UserFactory(), bearer(other := UserFactory())
    _token, key = create(user, "x", "write")
    client = Client()
    if way == "changed":
        client.force_login(user)
        new = {"oldpassword": PASSWORD, "password1": "another-secret-9", "password2": "another-secret-9"}
        assert client.post("/account/password/change/", new).status_code == 302
    elif way == "reset by an administrator":
        user.set_password("another-secret-9")
        user.save(update_fields=["password"])
    else:
        assert client.login(email=user.email, password=PASSWORD)
    answer = me({"Authorization": f"Bearer {key}"})
    assert answer.status_code == (200 if way == "signed in" else 401)
    assert me(headers).json()["email"] == other.email
