"""The second step: of whom it is asked, that nothing goes round it, and how it may be attacked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts.checks import offices_take_a_second_step
from portal.accounts.models import ApiToken
from portal.accounts.tokens import create
from tests.factories.accounts import PASSWORD, UserFactory, auditor, expert, official
from tests.factories.organizations import member
from tests.factories.second_factor import recovery_codes, shown, with_app

pytestmark = pytest.mark.django_db
LOGIN, STEP = "account_login", "mfa_authenticate"
ME, TOKEN = "/api/v1/me/", "/api/v1/auth/token/"


@pytest.fixture(autouse=True)
def _required(settings):
    settings.MFA_REQUIRED = True


def browser() -> Client:
    return Client(headers={"accept-language": "en"})


def password(client: Client, user, next_page: str = ""):
    data = {"login": user.email, "password": PASSWORD, "next": next_page}
    return client.post(reverse(LOGIN), data)


def step(client: Client, code: str):
    return client.post(reverse(STEP), {"code": code})


def refused(answer) -> bool:
    return "This code does not fit" in answer.content.decode()


def admin():
    return UserFactory(admin=True)


OFFICES = [lambda: official().user, expert, auditor, admin]
OFFICE_PAGES = ["dashboard", "workbench", "application_list", "messages", "home"]


@pytest.mark.parametrize("office", OFFICES, ids=["official", "expert", "auditor", "admin"])
def test_office_without_a_second_step_is_led_to_set_one_up(office):
    client = browser()
    client.force_login(office())
    for page in OFFICE_PAGES:
        answer = client.get(reverse(page))
        assert answer["Location"].startswith(f"{reverse('mfa_index')}?next="), page
        assert client.post(reverse(page))["Location"].startswith(reverse("mfa_index")), page


def test_page_of_second_steps_says_for_what():
    clerk, client = official(), browser()
    client.force_login(clerk.user)
    text = client.get(reverse("mfa_index")).content.decode()
    assert f"To act as {clerk.label} you need a second step." in " ".join(text.split())


def test_acting_for_oneself_stays_open():
    client = browser()
    client.force_login(official().user)
    client.post(reverse("switch_capacity"), {"capacity": "self"})
    assert client.get(reverse("dashboard")).status_code == 200


def test_owner_of_an_organization_needs_none():
    client = browser()
    client.force_login(member().user)
    assert client.get(reverse("dashboard")).status_code == 200


@pytest.mark.parametrize("required", [True, False])
def test_deployment_without_a_second_step_is_told(settings, required):
    settings.MFA_REQUIRED = required
    assert [caution.id for caution in offices_take_a_second_step(None)] == ["accounts.W001"] * (not required)


def test_setting_switched_off_asks_nobody(settings):
    settings.MFA_REQUIRED = False
    client = browser()
    client.force_login(official().user)
    assert client.get(reverse("workbench")).status_code == 200


@pytest.mark.parametrize("capacity", ["admin", "self"])
def test_admin_site_is_closed_in_every_capacity(capacity):
    client = browser()
    client.force_login(admin())
    client.post(reverse("switch_capacity"), {"capacity": capacity})
    for page in ("admin:index", "admin:accounts_user_changelist", "admin:jsi18n"):
        assert client.get(reverse(page))["Location"].startswith(reverse("mfa_index")), page


def test_admin_signs_in_by_the_portals_way():
    answer = browser().get(reverse("admin:login"))
    assert answer["Location"].startswith(reverse(LOGIN))


def test_full_sign_in_with_app_opens_the_office():
    user, client = official().user, browser()
    secret = with_app(user)
    answer = password(client, user)
    assert answer["Location"] == reverse(STEP)
    assert client.get(reverse("workbench"))["Location"].startswith(reverse(LOGIN)), "not signed in yet"
    answer = step(client, shown(secret))
    assert answer["Location"] == reverse("dashboard")
    assert client.get(reverse("workbench")).status_code == 200


def test_session_from_before_is_asked_for_the_code_only():
    user, client = official().user, browser()
    secret = with_app(user)
    client.force_login(user)
    answer = client.get(reverse("workbench"))
    again = reverse("mfa_reauthenticate")
    assert answer["Location"] == f"{again}?next=%2Fworkbench%2F"
    answer = client.post(answer["Location"], {"code": shown(secret), "next": "/workbench/"})
    assert answer["Location"] == "/workbench/"
    assert client.get("/workbench/").status_code == 200


def test_code_opens_once():
    user = official().user
    code = shown(with_app(user))
    first, second = browser(), browser()
    password(first, user)
    step(first, code)
    password(second, user)
    assert refused(step(second, code))


def test_code_opens_once_even_when_it_is_late():
    """A code is taken half a minute late, but not by a second person who saw it being typed."""
    user = official().user
    first, second = browser(), browser()
    with time_machine.travel(datetime(2026, 11, 23, 1, 0, 5, tzinfo=UTC), tick=False) as clock:
        code = shown(with_app(user))
        password(first, user)
        assert step(first, code)["Location"] == reverse("dashboard")
        clock.shift(timedelta(seconds=40))
        password(second, user)
        assert refused(step(second, f" {code} "))


def test_code_is_taken_half_a_minute_late():
    user, client = official().user, browser()
    code = shown(with_app(user), steps=-1)
    password(client, user)
    assert step(client, code)["Location"] == reverse("dashboard")


def test_code_of_two_steps_ago_is_too_old():
    user, client = official().user, browser()
    code = shown(with_app(user), steps=-2)
    password(client, user)
    assert refused(step(client, code))


def test_code_of_another_person_does_not_fit():
    user, client = official().user, browser()
    with_app(user)
    password(client, user)
    assert refused(step(client, shown(with_app(UserFactory()))))


def test_guessing_codes_is_stopped():
    user, client = official().user, browser()
    secret = with_app(user)
    password(client, user)
    for number in range(5):
        assert refused(step(client, f"{number:06}"))
    assert "Too many attempts." in step(client, shown(secret)).content.decode()
    fresh = browser()
    password(fresh, user)
    assert "Too many attempts." in step(fresh, shown(secret)).content.decode(), "another session, same person"


def test_recovery_code_opens_once():
    user = official().user
    with_app(user)
    code = recovery_codes(user)[3]
    first, second = browser(), browser()
    password(first, user)
    assert step(first, code)["Location"] == reverse("dashboard")
    password(second, user)
    assert refused(step(second, code))


def test_second_step_without_the_password_is_nowhere():
    user, client = official().user, browser()
    secret = with_app(user)
    assert step(client, shown(secret))["Location"].startswith(reverse(LOGIN))


def test_second_step_of_one_session_does_not_count_for_the_next_person():
    """Who took the step and signs out leaves nothing to an official who signs in at the same browser."""
    first, client = official().user, browser()
    password(client, first)
    step(client, shown(with_app(first)))
    second = official("310106").user
    client.post(reverse("account_logout"))
    password(client, second)
    assert client.get(reverse("workbench"))["Location"].startswith(reverse("mfa_index"))


def test_session_key_changes_with_sign_in():
    user, client = official().user, browser()
    secret = with_app(user)
    client.get(reverse(LOGIN))
    password(client, user)
    before = client.cookies["sessionid"].value
    step(client, shown(secret))
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/x", "javascript:alert(1)", "\\\\evil.example"]
)
def test_next_leads_nowhere_else(target):
    user, client = official().user, browser()
    secret = with_app(user)
    password(client, user, target)
    assert step(client, shown(secret))["Location"] == reverse("dashboard")


def test_code_in_the_address_is_not_read():
    user, client = official().user, browser()
    secret = with_app(user)
    password(client, user)
    assert client.get(reverse(STEP), {"code": shown(secret)}).status_code == 200
    assert client.get(reverse("workbench"))["Location"].startswith(reverse(LOGIN))


def test_secret_is_encrypted_at_rest():
    user = UserFactory()
    secret = with_app(user)
    recovery_codes(user)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert '"seed": "' not in stored


def test_secret_is_read_after_the_secret_key_changed(settings):
    user, client = official().user, browser()
    secret = with_app(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another-" + "s" * 50
    password(client, user)
    assert step(client, shown(secret))["Location"] == reverse("dashboard")


def test_removing_the_last_step_closes_the_office_at_once():
    user, client = official().user, browser()
    secret = with_app(user)
    password(client, user)
    step(client, shown(secret))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert client.get(reverse("workbench"))["Location"].startswith(reverse("mfa_index"))


def test_administrator_takes_the_steps_away_and_the_person_is_told():
    user, client = official(language="en").user, browser()
    secret = with_app(user)
    password(client, user)
    step(client, shown(secret))
    chief = browser()
    boss = admin()
    boss_secret = with_app(boss)
    password(chief, boss)
    step(chief, shown(boss_secret))
    chief.post(
        reverse("admin:accounts_user_changelist"),
        {"action": "remove_second_steps", "_selected_action": [user.pk]},
    )
    assert not Authenticator.objects.filter(user=user).exists()
    assert mail.outbox[-1].to == [user.email]
    assert client.get(reverse("account_settings"))["Location"].startswith(reverse(LOGIN)), "signed out"


# --- Programs ---


def ask(user, **more: str):
    data = {"email": user.email, "password": PASSWORD} | more
    return browser().post(TOKEN, data, content_type="application/json")


def me(key: str, **headers: str):
    return browser().get(ME, headers={"Authorization": f"Bearer {key}"} | headers)


def test_token_without_a_second_step_acts_in_no_office():
    clerk = official()
    _token, key = create(clerk.user, "old", ApiToken.Scope.WRITE)
    answer = me(key)
    assert answer.status_code == 403
    assert "needs a second step at sign-in" in answer.json()["detail"]
    assert me(key, **{"X-Acting-As": clerk.key}).status_code == 403
    assert me(key, **{"X-Acting-As": "self"}).status_code == 200


def test_token_made_with_the_code_acts_in_the_office():
    clerk = official()
    secret = with_app(clerk.user)
    key = ask(clerk.user, otp=shown(secret)).json()["token"]
    assert me(key).json()["acting_as"] == clerk.key


@pytest.mark.parametrize("otp", ["", "000000"])
def test_password_alone_makes_no_token_where_there_is_a_second_step(otp):
    user = UserFactory()
    with_app(user)
    answer = ask(user, otp=otp)
    assert answer.status_code == 401
    assert not ApiToken.objects.exists()


def test_code_makes_one_token():
    user = UserFactory()
    code = shown(with_app(user))
    assert [ask(user, otp=code).status_code for _time in range(2)] == [200, 401]


def test_guessing_codes_by_program_is_stopped():
    user = UserFactory()
    secret = with_app(user)
    for number in range(5):
        ask(user, otp=f"{number:06}")
    answer = ask(user, otp=shown(secret))
    assert answer.status_code == 401
    assert "Too many attempts." in answer.json()["detail"]


def test_session_without_a_second_step_is_403_in_the_api():
    clerk, client = official(), browser()
    client.force_login(clerk.user)
    assert client.get(ME).status_code == 403
    assert client.get(ME, headers={"X-Acting-As": clerk.key}).status_code == 403
    assert client.get(ME, headers={"X-Acting-As": "self"}).status_code == 200


def test_token_made_on_the_pages_knows_of_the_second_step():
    clerk, client = official(), browser()
    secret = with_app(clerk.user)
    password(client, clerk.user)
    step(client, shown(secret))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("create_token"), {"name": "Finance", "scope": "write", "days": 90})
    assert ApiToken.objects.get().second_factor
