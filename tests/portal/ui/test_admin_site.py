"""What the admin's scripts say."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


KEY = "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour ahead.)"


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-hans", "时区填写时间"), ("zh-hant", "時區填寫時間"), ("en", "You are %(offset)s hours ahead")],
)
def test_the_note_on_time_zones_is_in_the_language_of_the_reader(language: str, words: str) -> None:
    client = Client(headers={"Accept-Language": language})
    client.force_login(UserFactory(admin=True, language=language))
    script = client.get(reverse("admin:jsi18n")).content.decode()
    begins = script.index("const newcatalog = ") + len("const newcatalog = ")
    catalog, _end = json.JSONDecoder().raw_decode(script[begins:])
    assert words in catalog[KEY][-1]
