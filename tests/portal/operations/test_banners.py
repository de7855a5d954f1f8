from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from portal.operations.banners import LASTING_SECONDS, current, known
from portal.operations.models import Banner
from tests.factories.accounts import UserFactory

TEXT = "系统将于今晚二十二时维护"


def banner(**fields):
    now = timezone.now()
    values = {"text": TEXT, "starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    return Banner.objects.create(**values | fields)


@pytest.fixture
def served(client, db):
    """The page at an address as text."""
    return lambda address, **more: client.get(address, **more).content.decode()


@pytest.mark.parametrize("name", ["home", "help", "account_login", "admin:login"])
def test_banner_stands_on_every_shell(served, name):
    banner(level=Banner.Level.DISTURBANCE)
    page = served(reverse(name), follow=True)
    assert page.count(TEXT) == 1
    assert 'role="status"' in page


def test_banner_stands_on_the_admin(served, client):
    banner()
    client.force_login(UserFactory(admin=True))
    assert TEXT in served(reverse("admin:index"))


@pytest.mark.parametrize(
    ("language", "text", "lang"),
    [("zh-hant", "系統將於今晚二十二時維護", "zh-Hant-t-zh-hans"), ("en", TEXT, "zh-Hans-CN")],
)
def test_banner_reads_in_the_language_of_the_page(served, language, text, lang):
    banner()
    page = served("/", headers={"Accept-Language": language})
    assert text in page
    assert f'<p  lang="{lang}">{text}' in page


@pytest.mark.parametrize(("starts", "ends"), [(1, 2), (-2, -1)])
def test_banner_of_another_time_is_not_shown(served, starts, ends):
    now = timezone.now()
    banner(starts_at=now + timedelta(hours=starts), ends_at=now + timedelta(hours=ends))
    assert TEXT not in served("/")


@pytest.mark.django_db
def test_the_most_serious_comes_first():
    low, high = banner(level=1), banner(level=3)
    assert current(timezone.now()) == [high, low]


@pytest.mark.django_db
def test_a_page_asks_for_banners_only_now_and_then(django_assert_num_queries):
    known.forget()
    with django_assert_num_queries(1):
        current(timezone.now())
        current(timezone.now())
    assert LASTING_SECONDS <= 10


@pytest.mark.django_db
def test_banner_that_ends_before_it_starts_is_refused():
    with pytest.raises(IntegrityError, match="banner_ends_after_it_starts"):
        banner(ends_at=timezone.now() - timedelta(hours=2))
