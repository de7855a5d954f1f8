import pytest
from django.urls import reverse
from django.utils.translation import override

from portal.api.problems import Refused
from portal.inbox import text_edits, texts
from portal.inbox.models import Message, TextEdit
from portal.inbox.services import Note, Told, send_all
from portal.inbox.text_edits import Words
from portal.inbox.texts import Place, Text
from tests.factories.accounts import UserFactory
from tests.factories.catalog import administrator

pytestmark = pytest.mark.django_db
KEY = "greeting"
OWN = Words("Dear {name}", "Welcome, {name}: {town}.")


@pytest.fixture(autouse=True)
def greeting():
    """A text with one place that must stand in it and one that may."""
    places = (Place("name", "who", "Lin", required=True), Place("town", "where", "Jiading"))
    texts.register(Text(KEY, "Greeting", "Hello {name}", "You live in {town}.", places))
    with override("en"):
        yield
    texts._texts.pop(KEY)


def told(*people):
    send_all(
        Note(person, "greeting", f"g:{person.pk}:{TextEdit.objects.count()}", tell=lambda: Told(VALUES))
        for person in people
    )
    return [(row.subject, row.body) for row in Message.objects.order_by("-pk")[: len(people)]]


VALUES = {"name": "Lin", "town": "Jiading"}


def test_places_are_filled_and_nothing_else_is_read():
    assert texts.fill("{a} and {{b}}", {"a": "{c}"}) == "{c} and {b}"
    for template in ("{a.b}", "{a[0]}", "{a!r}", "{a:>9}", "{0}", "{}", "{a"):
        with pytest.raises(ValueError, match=r".*"):
            texts.fill(template, {"a": "x"})


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (Words("", "x"), "Write a subject and a text"),
        (Words("Hello", "{town}"), "placeholder {name} must stand"),
        (Words("Hello {name}", "{age}"), "no placeholder {age}"),
        (Words("Hello {name.secret}", "x"), "nothing else"),
        (Words("Hello {name}", "open {"), "nothing else"),
    ],
)
def test_words_that_would_not_work_are_refused(words, sentence):
    with pytest.raises(Refused, match=sentence):
        text_edits.edit(KEY, "en", words, by=administrator())
    assert TextEdit.objects.count() == 0


def test_own_words_hold_in_their_language_only():
    text_edits.edit(KEY, "en", OWN, by=administrator())
    english, chinese = UserFactory(language="en"), UserFactory(language="zh-hans")
    assert told(english) == [("Dear Lin", "Welcome, Lin: Jiading.")]
    assert told(chinese) == [("Hello Lin", "You live in Jiading.")]


def test_returning_to_the_portals_words_keeps_the_history():
    editor = administrator()
    text_edits.edit(KEY, "en", OWN, by=editor)
    assert text_edits.edit(KEY, "en", OWN, by=editor) is None
    text_edits.reset(KEY, "en", by=editor)
    assert text_edits.reset(KEY, "en", by=editor) is None
    assert told(UserFactory(language="en")) == [("Hello Lin", "You live in Jiading.")]
    assert [row.subject for row in TextEdit.objects.all()] == ["", "Dear {name}"]


def test_many_messages_look_the_words_up_once(django_assert_num_queries):
    text_edits.edit(KEY, "en", OWN, by=administrator())
    people = [UserFactory(language="en") for _n in range(3)]
    notes = [Note(person, KEY, f"n:{person.pk}", tell=lambda: Told(VALUES)) for person in people]
    with django_assert_num_queries(3):  # the words, messages, deliveries
        send_all(notes)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_every_text_of_the_portal_is_sound_in_every_language(language):
    with override(language):
        for text in texts.registered():
            words = text_edits.standard(text, language)
            assert text_edits.problems(text, words) == [], text.key
            shown = text_edits.preview(text, words, language)
            assert "{" not in shown.subject + shown.body, text.key


def test_the_admin_lists_previews_keeps_and_returns(client):
    client.force_login(administrator())
    listed = client.get(reverse("admin:inbox_textedit_changelist")).content.decode()
    assert reverse("admin:inbox_textedit_write", args=["submitted", "zh-hans"]) in listed
    address = reverse("admin:inbox_textedit_write", args=[KEY, "en"])
    words = {"subject": OWN.subject, "body": OWN.body}
    page = client.post(address, words | {"preview": "1"})
    assert page.context["preview"] == Words("Dear Lin", "Welcome, Lin: Jiading.")
    assert TextEdit.objects.count() == 0
    client.post(address, words)
    assert texts.edits() == {(KEY, "en"): (OWN.subject, OWN.body)}
    wrong = client.post(address, words | {"body": "{age}"})
    assert (wrong.status_code, TextEdit.objects.count()) == (422, 1)
    client.post(address, {"reset": "1"})
    assert texts.edits() == {}
    assert len(client.get(address).context["history"]) == 2


def test_unknown_texts_and_languages_are_not_found(client):
    client.force_login(administrator())
    for arguments in (["nothing", "en"], [KEY, "fr"]):
        assert client.get(reverse("admin:inbox_textedit_write", args=arguments)).status_code == 404


def test_who_may_not_write_only_reads(client):
    reader = UserFactory(is_staff=True)
    client.force_login(reader)
    address = reverse("admin:inbox_textedit_write", args=[KEY, "en"])
    assert client.get(address).status_code == 403
    assert client.post(address, {"subject": OWN.subject, "body": OWN.body}).status_code == 403
    assert TextEdit.objects.count() == 0
