"""Mobile numbers: how they are read, proven, changed, and that they tell strangers nothing."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.accounts import phones
from portal.accounts.models import Mobile
from portal.api.problems import Refused
from portal.inbox.models import Delivery
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "+8613812345678", "+8613987654321"


@pytest.fixture
def texts(monkeypatch) -> list[tuple[str, str, str]]:
    """Text messages that would have left."""
    sent: list[tuple[str, str, str]] = []
    monkeypatch.setattr(phones, "_senders", [(lambda *message: sent.append(message), lambda: True)])
    return sent


@pytest.fixture
def person():
    return UserFactory(language="en")


def browser(person) -> Client:
    """Signed in, with the password entered a moment ago."""
    client = Client(headers={"accept-language": "en"})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def sign_in(login: str, password: str = PASSWORD):
    client = Client(headers={"accept-language": "en"})
    return client.post(reverse("account_login"), {"login": login, "password": password})


def code_in(text: str) -> str:
    return text.split()[0]


def prove(client: Client, typed: str, texts) -> str:
    """Ask for a code and enter it; returns the page after."""
    client.post(reverse("account_change_phone"), {"phone": typed})
    code = code_in(texts[-1][1])
    return client.post(reverse("account_verify_phone"), {"code": code}, follow=True).content.decode()


@pytest.mark.parametrize(
    "typed",
    ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "１３８１２３４５６７８"],
)
def test_number_is_read_whatever_way_it_is_typed(typed):
    assert phones.normalized(typed) == NUMBER


@pytest.mark.parametrize("typed", ["", "1381234567", "02163511111", "110", "x", "+1", "1" * 400])
def test_no_mobile_number(typed):
    assert phones.normalized(typed) == ""


def test_numbers_of_other_places():
    assert phones.normalized("+852 9123 4567") == "+85291234567"


@pytest.mark.parametrize(
    ("number", "seen"), [(NUMBER, "138****5678"), ("+85291234567", "+85****4567"), ("12", "****")]
)
def test_number_is_shown_masked(number, seen):
    assert phones.masked(number) == seen


def test_number_counts_once_its_code_is_typed(person, texts):
    client = browser(person)
    client.post(reverse("account_change_phone"), {"phone": "138 1234 5678"})
    assert phones.verified_mobile(person) == ""
    assert texts[-1][0] == NUMBER
    code = code_in(texts[-1][1])
    page = client.post(reverse("account_verify_phone"), {"code": code}, follow=True).content.decode()
    assert "138****5678" in page
    assert phones.verified_mobile(person) == NUMBER


def test_codes_to_one_number_are_not_sent_in_a_row(person, texts):
    client = browser(person)
    for _time in range(2):
        answer = client.post(reverse("account_change_phone"), {"phone": NUMBER})
    assert "That was too fast." in answer.content.decode()
    assert len(texts) == 1


def test_proven_number_opens_the_account(person, texts):
    prove(browser(person), NUMBER, texts)
    assert sign_in("138 1234 5678")["Location"] == reverse("dashboard")
    assert sign_in(person.email)["Location"] == reverse("dashboard")


def test_unproven_number_opens_nothing(person):
    Mobile.objects.create(user=person, number=NUMBER)
    answer = sign_in(NUMBER)
    assert "Mobile number and password do not match an account." in answer.content.decode()


def test_code_leaves_through_the_outbox(person, settings):
    settings.SMS_URL = "http://127.0.0.1:1/"
    browser(person).post(reverse("account_change_phone"), {"phone": NUMBER})
    row = Delivery.objects.get(channel=Delivery.Channel.SMS)
    assert (row.to, row.urgent) == (NUMBER, True)
    assert row.body.endswith("is your code for Kechuang, good for 15 minutes. Tell it to nobody.")
    assert row.expires_at is not None


@pytest.mark.parametrize("login", [NUMBER, OTHER])
def test_wrong_password_says_the_same_of_known_and_unknown_numbers(person, login):
    phones.verify(person, NUMBER)
    answer = sign_in(login, "wrong-password").content.decode()
    assert "Mobile number and password do not match an account." in answer


def test_asking_for_a_number_that_has_an_account_tells_nothing(person, texts):
    phones.verify(UserFactory(), NUMBER)
    client = browser(person)
    answer = client.post(reverse("account_change_phone"), {"phone": NUMBER})
    assert answer["Location"] == reverse("account_verify_phone")
    answer = client.post(reverse("account_verify_phone"), {"code": code_in(texts[-1][1])})
    assert "This number already belongs to an account." in answer.content.decode()
    assert phones.verified_mobile(person) == ""


def test_number_belongs_to_one_account(person):
    phones.verify(UserFactory(), NUMBER)
    with pytest.raises(Refused):
        phones.verify(person, NUMBER)


def test_changing_it_tells_the_old_number_and_the_address(person, texts):
    client = browser(person)
    prove(client, NUMBER, texts)
    texts.clear()
    mail.outbox.clear()
    prove(client, OTHER, texts)
    assert [to for to, _text, _language in texts] == [OTHER, NUMBER]
    assert "no longer opens your Kechuang account" in texts[-1][1]
    assert mail.outbox[-1].to == [person.email]
    assert "139****4321" in mail.outbox[-1].body


def test_removing_it_tells_too(person, texts):
    client = browser(person)
    prove(client, NUMBER, texts)
    client.post(reverse("account_remove_phone"))
    assert phones.verified_mobile(person) == ""
    assert texts[-1][0] == NUMBER
    assert "removed" in mail.outbox[-1].body


def test_change_asks_for_the_password_first(person, texts):
    client = Client()
    client.force_login(person)
    answer = client.post(reverse("account_change_phone"), {"phone": NUMBER})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert texts == []


def test_wrong_codes_end_the_attempt(person, texts):
    client = browser(person)
    client.post(reverse("account_change_phone"), {"phone": NUMBER})
    right = code_in(texts[-1][1])
    for _time in range(3):
        client.post(reverse("account_verify_phone"), {"code": "12345x"})
    client.post(reverse("account_verify_phone"), {"code": right})
    assert phones.verified_mobile(person) == ""


def test_site_without_text_messages_says_so(person, monkeypatch):
    monkeypatch.setattr(phones, "_senders", [])
    page = browser(person).get(reverse("account_change_phone")).content.decode()
    assert "This site sends no text messages" in page
    assert 'name="phone"' not in page


def test_numbers_of_many_in_one_query(django_assert_num_queries):
    people = [UserFactory() for _time in range(3)]
    phones.verify(people[0], NUMBER)
    Mobile.objects.create(user=people[1], number=OTHER)
    with django_assert_num_queries(1):
        assert phones.verified_mobiles(people) == {people[0].pk: NUMBER}


# --- The e-mail address ---


def test_new_address_takes_over_once_its_code_is_typed_and_the_old_is_told(person):
    client = browser(person)
    old = person.email
    client.post(reverse("account_email"), {"email": "new@firm.example", "action_add": "1"})
    person.refresh_from_db()
    assert person.email == old
    assert mail.outbox[-1].to == ["new@firm.example"]
    code = code_in(mail.outbox[-1].subject)
    client.post(reverse("account_email_verification_sent"), {"code": code})
    person.refresh_from_db()
    assert person.email == "new@firm.example"
    assert mail.outbox[-1].to == [old]
    assert "new@firm.example" in mail.outbox[-1].body
    assert sign_in("new@firm.example")["Location"] == reverse("dashboard")
    assert "do not match" in sign_in(old).content.decode()


def test_address_of_another_account_is_not_given_away(person):
    UserFactory(email="taken@firm.example")
    client = browser(person)
    answer = client.post(reverse("account_email"), {"email": "taken@firm.example", "action_add": "1"})
    assert answer.status_code == 302
    code = code_in(mail.outbox[-1].subject) if mail.outbox else "x"
    client.post(reverse("account_email_verification_sent"), {"code": code})
    person.refresh_from_db()
    assert person.email != "taken@firm.example"
