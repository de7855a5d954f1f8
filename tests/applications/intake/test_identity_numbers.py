"""An identity number from the form to the archive: asked with consent, kept encrypted, shown masked."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application, ApplicationEvent
from applications.intake.services import perform, save_answers
from portal.access.models import Entry
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.privacy import numbers
from portal.privacy.models import Reveal, SealedNumber
from portal.privacy.services import consent
from programs.forms.services import pin
from tests.factories.accounts import UserFactory
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory, QuestionFactory
from tests.factories.intake import ANSWERS, attach, draft, holder, official, pdf
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
NUMBER, MASK, OTHER = "11010519491231002X", "110***********002X", "440524188001010014"


@pytest.fixture
def application() -> Application:
    round_ = RoundFactory()
    form = FormFactory(program=round_.program, complete=True)
    QuestionFactory(section=form.sections.get(key="firm"), key="person", kind="id_number", label="身份证号码")
    pin(round_, by=None)
    return draft(round_, member())


def agreed(application: Application) -> None:
    user = holder(application).user
    consent.agree(user, consent.current("identity"), address="127.0.0.1", at=timezone.now())


def save(application: Application, **answers: object) -> Application:
    save_answers(application.pk, answers, capacity=holder(application), at=timezone.now())
    application.refresh_from_db()
    return application


def submit(application: Application) -> Application:
    agreed(application)
    save(application, **ANSWERS, person=NUMBER)
    attach(application.pk, "contract", pdf(), capacity=holder(application), at=timezone.now())
    return perform(application.pk, "submit", capacity=holder(application), at=timezone.now())


def whole_database() -> str:
    """Every text of every table."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row[0] for row in cursor.fetchall()]
    return "\n".join(found)


def signed_in(capacity) -> Client:
    client = Client()
    client.force_login(capacity.user)
    return client


def test_no_table_holds_the_number(application):
    submitted = submit(application)
    assert submitted.number
    text = whole_database()
    assert MASK in text
    assert NUMBER not in text
    assert NUMBER.encode().hex() not in text


def test_pages_and_api_show_the_mask(application):
    submitted = submit(application)
    officer = official(submitted.round.department)
    pages = [
        (signed_in(holder(application)), reverse("application_answers", args=[application.pk])),
        (signed_in(holder(application)), f"/api/v1/applications/{application.pk}/"),
        (signed_in(officer), reverse("review_application", args=[application.pk])),
        (signed_in(officer), f"/api/v1/applications/{application.pk}/"),
    ]
    for client, url in pages:
        text = client.get(url).content.decode()
        assert MASK in text, url
        assert NUMBER not in text, url
        assert f"{MASK}#" not in text, url


def test_without_consent_the_part_asks_first_and_nothing_is_taken(application):
    client = signed_in(holder(application))
    url = reverse("application_section", args=[application.pk, "firm"])
    page = client.get(url)
    assert page.headers["Location"] == f"/privacy/agree/identity/?next={url}"
    with pytest.raises(Refused):
        save(application, person=NUMBER)
    assert not SealedNumber.objects.exists()
    client.post("/privacy/agree/identity/", {"agree": "1", "next": url})
    assert client.get(url).status_code == 200
    assert save(application, person=NUMBER).answers["person"].startswith(f"{MASK}#")


@pytest.mark.parametrize("again", [NUMBER, MASK, "110105 19491231 002x"])
def test_the_same_number_again_is_no_change(application, again):
    agreed(application)
    before = save(application, person=NUMBER)
    revision, kept = before.revision, before.answers["person"]
    after = save(application, person=again)
    assert (after.revision, after.answers["person"]) == (revision, kept)
    assert SealedNumber.objects.count() == 1


def test_a_replaced_number_is_erased_unless_it_was_handed_in(application):
    agreed(application)
    save(application, person=OTHER)
    save(application, person=NUMBER)
    assert SealedNumber.objects.count() == 1
    submit(application)
    perform(application.pk, "take_back", capacity=holder(application), at=timezone.now())
    save(application, person=OTHER)
    assert SealedNumber.objects.count() == 2
    save(application, person=None)
    assert SealedNumber.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("110105194912310021", "最后一位"),
        ("11010519491332002X", "第7至14位"),
        ("我的号码", "18位"),
        (MASK, "18位"),
    ],
)
def test_a_wrong_number_is_named_and_kept_encrypted(application, typed, words):
    agreed(application)
    save(application, person=typed)
    client = signed_in(holder(application))
    text = client.get(reverse("application_section", args=[application.pk, "firm"])).content.decode()
    assert words in text
    if typed != MASK:
        assert typed not in whole_database()


def test_two_edits_by_autosave_are_no_conflict(application):
    agreed(application)
    client = signed_in(holder(application))
    url = reverse("application_section", args=[application.pk, "firm"])
    seen = client.get(url).context["seen"]
    for number in (OTHER, NUMBER):
        data = {"q-person": number, "seen": seen}
        page = client.post(url, data, headers={"HX-Request": "true"})
        assert page.status_code == 200
        seen = page.context["seen"]
    application.refresh_from_db()
    assert application.answers["person"].startswith(MASK)


def test_an_official_sees_it_with_a_reason_that_everybody_concerned_can_read(application):
    submitted = submit(application)
    officer = official(submitted.round.department)
    client, url = signed_in(officer), reverse("application_number", args=[application.pk, "person"])
    assert NUMBER not in client.get(url).content.decode()
    assert client.post(url, {"reason": ""}).status_code == 409
    assert not Reveal.objects.exists()
    page = client.post(url, {"reason": "与身份证原件核对"})
    assert NUMBER in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert Reveal.objects.get().reason == "与身份证原件核对"
    assert Entry.objects.filter(verb="revealed", user=officer.user).count() == 1
    event = ApplicationEvent.objects.get(kind="number_revealed")
    assert (event.actor, event.payload["note"]) == (officer.user, "与身份证原件核对")
    status = signed_in(holder(application)).get(reverse("application", args=[application.pk]))
    assert "与身份证原件核对" in status.content.decode()


def test_nobody_else_sees_it(application):
    submitted = submit(application)
    url = reverse("application_number", args=[submitted.pk, "person"])
    own = signed_in(holder(application)).post(url, {"reason": "我想看看号码"})
    assert own.status_code == 409
    assert NUMBER not in own.content.decode()
    stranger = signed_in(member()).post(url, {"reason": "我想看看号码"})
    assert stranger.status_code == 404
    person = Client()
    person.force_login(UserFactory())
    assert person.post(url, {"reason": "我想看看号码"}).status_code == 404
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("key", ["contact", "nothing"])
def test_only_identity_numbers_have_that_page(application, key):
    submitted = submit(application)
    client = signed_in(official(submitted.round.department))
    assert client.get(reverse("application_number", args=[application.pk, key])).status_code == 404


def test_the_published_schema_takes_the_number_and_its_mask(application):
    schema = application.form_version.schema["properties"]["person"]
    assert json.dumps(schema).count("pattern") == 1
    client = signed_in(holder(application))
    agreed(application)
    url = f"/api/v1/applications/{application.pk}/"
    first = client.get(url)
    headers = {"If-Match": first.headers["ETag"], "X-Acting-As": holder(application).key}
    sent = client.patch(url, {"answers": {"person": NUMBER}}, "application/json", headers=headers)
    assert sent.json()["answers"]["person"] == MASK


def test_erasing_numbers_leaves_chain_and_receipt_whole(application):
    submitted = submit(application)
    frozen = submitted.submissions.get()
    assert numbers.erase([frozen.answers["person"]]) == 1
    assert {v.outcome for v in verify(ApplicationEvent.objects.all())} == {Outcome.OK}
    frozen.refresh_from_db()
    assert frozen.answers["person"].startswith(MASK)
