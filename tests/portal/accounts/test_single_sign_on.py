"""A city's single sign-on, against a real provider on this machine."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import User as Citizen
from oidc_provider_mock import run_server_in_thread

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory, official
from tests.factories.second_factor import shown, with_app

pytestmark = pytest.mark.django_db
LOGIN = "openid_connect_login"


def citizen(sub: str, email: str, verified: bool = True, **more: object) -> Citizen:
    return Citizen(sub=sub, claims={"email": email, "email_verified": verified, "name": "顾清"} | more)


CITIZENS = [
    citizen("gu", "gu@city.example", roles=["admin"], department="sh-jd", is_staff=True),
    citizen("doubtful", "gu@city.example", verified=False),
    citizen("careful", "careful@city.example", amr=["pwd", "mfa"]),
    citizen("plain", "plain@city.example", amr=["pwd"]),
    citizen("other", "other@city.example"),
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The issuer's address."""
    with run_server_in_thread(user_claims=CITIZENS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(autouse=True)
def _configured(provider, settings, monkeypatch):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    app = {
        "provider_id": "city",
        "name": "一网通办",
        "client_id": "kechuang",
        "secret": "secret",
        "settings": {"server_url": provider},
    }
    settings.OIDC_NAME = "一网通办"
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def to_provider(client: Client, **data: str) -> str:
    """Press the button; the provider's address."""
    return client.post(reverse(LOGIN, args=["city"]), data)["Location"]


def from_provider(address: str, sub: str) -> str:
    """Sign in there; where it leads back to."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def come(client: Client, sub: str, **data: str) -> str:
    """The whole way; the text of the page at its end."""
    answer = client.get(from_provider(to_provider(client, **data), sub), follow=True)
    return " ".join(answer.content.decode().split())


def sign_in(client: Client, user: User) -> None:
    """By password, entered once more a moment ago."""
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_button_is_there_only_when_configured(settings):
    assert "Sign in with 一网通办" in browser().get(reverse("account_login")).content.decode()
    settings.OIDC_NAME = ""
    assert "一网通办" not in browser().get(reverse("account_login")).content.decode()


def test_newcomer_gets_an_account_with_nothing_but_a_name():
    client = browser()
    come(client, "gu")
    user = User.objects.get(email="gu@city.example")
    assert who(client) == str(user.pk)
    assert (user.name, user.is_staff, user.is_superuser) == ("顾清", False, False)
    assert not user.posts.exists()
    assert not user.roles.exists()
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert not SocialToken.objects.exists()


def test_who_came_once_comes_again_to_the_same_account():
    come(browser(), "gu")
    client = browser()
    come(client, "gu")
    assert who(client) == str(User.objects.get().pk)


def test_account_with_the_address_is_not_taken_over():
    user, client = UserFactory(email="gu@city.example"), browser()
    text = come(client, "gu")
    assert "This address already has an account here." in text
    assert who(client) is None
    assert not SocialAccount.objects.exists()
    assert User.objects.get() == user


def test_unverified_address_signs_nobody_in():
    client = browser()
    assert "did not confirm your e-mail address" in come(client, "doubtful")
    assert who(client) is None
    assert not User.objects.exists()


def test_owner_connects_the_account_from_within():
    user, client = UserFactory(email="gu@city.example", language="en"), browser()
    sign_in(client, user)
    assert "Connected: you can sign in this way from now on." in come(client, "gu", process="connect")
    assert mail.outbox[-1].subject == "Your account was connected"
    fresh = browser()
    come(fresh, "gu")
    assert who(fresh) == str(user.pk)


@pytest.mark.parametrize("sub", ["other", "doubtful"])
def test_sign_on_with_another_or_an_unverified_address_is_not_connected(sub):
    client = browser()
    sign_in(client, UserFactory(email="gu@city.example"))
    come(client, sub, process="connect")
    assert not SocialAccount.objects.exists()


def test_connecting_does_not_move_a_sign_on_to_another_account():
    come(browser(), "gu")
    owner = User.objects.get()
    User.objects.filter(pk=owner.pk).update(email="moved@city.example")
    EmailAddress.objects.filter(user=owner).update(email="moved@city.example")
    thief, client = UserFactory(email="gu@city.example"), browser()
    sign_in(client, thief)
    come(client, "gu", process="connect")
    assert SocialAccount.objects.get().user == owner


def answered(client: Client) -> bool:
    """Whether the office opens."""
    return not client.get(reverse("workbench")).get("Location", "").startswith("/account/")


@pytest.mark.parametrize(("sub", "opens"), [("careful", True), ("plain", False)])
def test_second_step_of_the_provider_counts_only_when_it_says_so(settings, sub, opens):
    come(browser(), sub)
    clerk = official()
    clerk.user.posts.update(user=User.objects.get(email=f"{sub}@city.example"))
    settings.MFA_REQUIRED = True
    client = browser()
    come(client, sub)
    assert answered(client) is opens


def test_second_step_set_up_here_is_asked_in_any_case():
    come(browser(), "careful")
    secret = with_app(User.objects.get(email="careful@city.example"))
    client = browser()
    assert "Second step" in come(client, "careful")
    assert who(client) is None
    client.post(reverse("mfa_authenticate"), {"code": shown(secret)})
    assert who(client) is not None


def test_answer_meant_for_another_browser_is_refused():
    address = from_provider(to_provider(browser()), "gu")
    victim = browser()
    text = victim.get(address, follow=True).content.decode()
    assert "The single sign-on did not work" in text
    assert who(victim) is None


def test_answer_opens_once():
    client = browser()
    address = from_provider(to_provider(client), "gu")
    client.get(address)
    client.post(reverse("account_logout"))
    assert "The single sign-on did not work" in client.get(address, follow=True).content.decode()


def test_asks_with_state_and_proof_key():
    asked = parse_qs(urlsplit(to_provider(browser())).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert asked["redirect_uri"] == ["http://testserver/account/oidc/city/login/callback/"]


def test_next_leads_nowhere_else():
    client = browser()
    answer = client.get(from_provider(to_provider(client, next="https://evil.example/"), "gu"))
    assert answer["Location"] == reverse("dashboard")


def test_closed_account_stays_closed():
    come(browser(), "gu")
    User.objects.update(is_active=False)
    client = browser()
    assert "This account is closed" in come(client, "gu")
    assert who(client) is None


def test_going_back_at_the_provider_is_explained():
    client = browser()
    address = to_provider(client)
    answer = requests.post(address, data={"action": "deny"}, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    text = client.get(f"{back.path}?{back.query}", follow=True).content.decode()
    assert "You did not sign in" in text


def test_unreachable_provider_is_explained(settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:1"
    )
    page = browser().post(reverse(LOGIN, args=["city"]), follow=True)
    assert "The single sign-on did not work" in page.content.decode()


def test_other_provider_is_404():
    assert browser().post(reverse(LOGIN, args=["elsewhere"])).status_code == 404


def test_first_press_asks_when_the_address_is_opened():
    assert "Go on to 一网通办?" in browser().get(reverse(LOGIN, args=["city"])).content.decode()
