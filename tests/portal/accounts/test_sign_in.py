import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEWCOMER = {"name": "林晚舟", "email": "New@Firm.example", "password1": PASSWORD, "agree": "on"}


def browser(language: str = "en") -> Client:
    return Client(headers={"accept-language": language})


def newest() -> mail.EmailMessage:
    return mail.outbox[-1]


def test_sign_up_with_code():
    client = browser()
    response = client.post(reverse("account_signup"), NEWCOMER, follow=True)
    assert "Enter the code" in response.content.decode()
    code = re.search(r"^([A-Z0-9-]{6,12})$", newest().body, flags=re.M)[1]
    assert newest().subject == f"{code} is your code for Kechuang"
    response = client.post(reverse("account_email_verification_sent"), {"code": code}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("dashboard")
    user = User.objects.get()
    assert (user.name, user.email, user.language) == ("林晚舟", "new@firm.example", "en")
    assert EmailAddress.objects.get().verified


def test_sign_up_in_chinese_keeps_the_language():
    browser("zh-CN").post(reverse("account_signup"), NEWCOMER)
    assert User.objects.get().language == "zh-hans"
    assert "科创通" in newest().body


def test_sign_up_wrong_code_lets_try_again():
    client = browser()
    client.post(reverse("account_signup"), NEWCOMER)
    response = client.post(reverse("account_email_verification_sent"), {"code": "000000"})
    assert "This is not the code we sent." in response.content.decode()
    assert not EmailAddress.objects.get().verified


def test_sign_up_needs_a_name():
    response = browser().post(reverse("account_signup"), NEWCOMER | {"name": " "})
    assert 'href="#id_name"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["1234567890", "short", "password12"])
def test_sign_up_weak_password_is_refused(password):
    response = browser().post(reverse("account_signup"), NEWCOMER | {"password1": password})
    assert 'href="#id_password1"' in response.content.decode()


def test_sign_up_of_known_address_tells_nobody():
    UserFactory(email="new@firm.example", language="en")
    client = browser()
    response = client.post(reverse("account_signup"), NEWCOMER, follow=True)
    assert "Enter the code" in response.content.decode()
    assert newest().subject == "You already have an account"
    assert User.objects.count() == 1


def test_sign_in_remembers_the_language():
    user = UserFactory(language="zh-hant")
    client = browser()
    response = client.post(reverse("account_login"), {"login": user.email.upper(), "password": PASSWORD})
    assert response["Location"] == reverse("dashboard")
    assert response.cookies["django_language"].value == "zh-hant"


@pytest.mark.parametrize("email", ["known@firm.example", "unknown@firm.example"])
def test_sign_in_wrong_password_says_the_same(email):
    UserFactory(email="known@firm.example")
    response = browser().post(reverse("account_login"), {"login": email, "password": "wrong-password"})
    assert "E-mail address and password do not match an account." in response.content.decode()


def test_sign_in_too_often_is_slowed_down():
    UserFactory(email="known@firm.example")
    client = browser()
    wrong = {"login": "known@firm.example", "password": "wrong-password"}
    answers = [client.post(reverse("account_login"), wrong).content.decode() for _time in range(7)]
    assert "Too many attempts." in answers[-1]
    right = client.post(reverse("account_login"), wrong | {"password": PASSWORD})
    assert "Too many attempts." in right.content.decode()


def test_sign_in_of_closed_account():
    user = UserFactory(is_active=False)
    response = browser().post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    assert "This account is closed" in response.content.decode()


def test_password_reset_by_link():
    user = UserFactory(language="en")
    client = browser()
    response = client.post(reverse("account_reset_password"), {"email": user.email}, follow=True)
    assert "If the address has an account" in response.content.decode()
    link = re.search(r"http://\S+(/account/password/reset/key/\S+)", newest().body)[1]
    page = client.get(link, follow=True)
    new = {"password1": "juniper-cloud-8812", "password2": "juniper-cloud-8812"}
    response = client.post(page.redirect_chain[-1][0], new, follow=True)
    assert "Your password has changed" in response.content.decode()
    user.refresh_from_db()
    assert user.check_password("juniper-cloud-8812")
    assert newest().subject == "Your password has changed"
    assert "This link no longer works" in browser().get(link, follow=True).content.decode()


def test_password_reset_of_unknown_address_says_the_same():
    response = browser().post(
        reverse("account_reset_password"), {"email": "nobody@firm.example"}, follow=True
    )
    assert "If the address has an account" in response.content.decode()
    assert newest().subject == "This address has no account"


def test_change_password():
    user = UserFactory(language="en")
    client = browser()
    client.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "juniper-cloud-8812", "password2": "juniper-cloud-8812"}
    response = client.post(reverse("account_change_password"), new)
    assert response["Location"] == reverse("account_settings")


VISITORS_PAGES = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_inactive",
]


@pytest.mark.parametrize("name", VISITORS_PAGES)
def test_pages_for_visitors(name):
    assert browser().get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["account_logout", "account_change_password", "account_reauthenticate"])
def test_pages_for_who_is_signed_in(name):
    client = browser()
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 200


class Counting(MD5PasswordHasher):
    """Counts the passwords that were made."""

    made = 0

    def encode(self, *args, **kwargs):
        Counting.made += 1
        return super().encode(*args, **kwargs)


def test_sign_up_costs_as_much_for_an_address_with_an_account(settings):
    UserFactory(email="known@firm.example")
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    costs = []
    for email in ("known@firm.example", "unknown@firm.example"):
        Counting.made = 0
        assert browser().post(reverse("account_signup"), NEWCOMER | {"email": email}).status_code == 302
        costs.append(Counting.made)
    assert costs[0] == costs[1] > 0
