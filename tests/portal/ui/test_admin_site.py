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


def test_django_speaks_chinese_without_the_blanks_and_marks_of_english() -> None:
    client = Client(headers={"Accept-Language": "zh-hans"})
    client.force_login(UserFactory(admin=True, language="zh-hans", name="周怀瑾"))
    words = client.get(reverse("admin:reference_region_changelist")).content.decode()
    assert "选择要修改的行政区划" in words
    assert "添加行政区划" in words
    assert "按层级" in words
    assert "<strong>周怀瑾</strong>." not in words
    assert "名称：</label>" in client.get(reverse("admin:reference_region_add")).content.decode()


def test_messages_and_events_are_told_apart_by_words(client: Client) -> None:
    client.force_login(UserFactory(admin=True))
    events = client.get(reverse("admin:organizations_organizationevent_changelist")).content.decode()
    assert "登记单位" in events
    assert ">registered<" not in events
    messages = client.get(reverse("admin:inbox_message_changelist"), {"about": "reminders"})
    assert messages.status_code == 200
