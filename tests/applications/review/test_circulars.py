from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from applications.intake.models import Application, ApplicationEvent
from applications.review import circulars
from applications.review.models import Addressee, Circular
from applications.review.tasks import each_minute
from portal.access.models import Entry
from portal.accounts.middleware import SESSION_KEY
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox import addresses
from portal.inbox.models import Delivery, Message
from portal.privacy.services import retention
from portal.ui.texts import localized
from tests.factories.catalog import commission
from tests.factories.intake import draft, holder, official, open_round, submitted
from tests.factories.organizations import member
from tests.portal.inbox.processes import in_parallel

pytestmark = pytest.mark.django_db

SUBJECT, TEXT = "About {number}", "{applicant}: bring the papers of {program}."


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def clerk():
    return official()


@pytest.fixture
def three():
    round_ = open_round()
    return [submitted(draft(round_)) for _number in range(3)]


def browser(capacity):
    client = Client(headers={"accept-language": "en"})
    client.force_login(capacity.user)
    session = client.session
    session[SESSION_KEY] = capacity.key
    session.save()
    return client


def written(clerk, rows=None):
    return circulars.write(SUBJECT, TEXT, rows or Application.objects.all(), by=clerk)


def received():
    return Message.objects.filter(kind="messaged")


def test_who_was_previewed_gets_it_once(clerk, three):
    late = member(three[0].organization, "editor")
    made = written(clerk, Application.objects.filter(pk__in=[three[0].pk, three[1].pk]))
    submitted()  # after the preview
    assert circulars.send(made.pk, at=timezone.now(), by=clerk)
    assert not circulars.send(made.pk, at=timezone.now(), by=clerk)
    assert circulars.tell_all() == 2
    assert circulars.tell_all() == 0
    expected = {holder(three[0]).user, late.user, holder(three[1]).user}
    assert {message.recipient for message in received()} == expected
    assert received().count() == Delivery.objects.filter(kind="messaged").count() == 3


def test_the_message_is_in_the_history_and_the_inbox_with_its_own_words(clerk, three):
    made = written(clerk, Application.objects.filter(pk=three[0].pk))
    circulars.send(made.pk, at=timezone.now(), by=clerk)
    circulars.tell_all()
    event = ApplicationEvent.objects.get(subject=three[0], kind="messaged")
    title = localized(three[0].round.program, "title")
    words = f"About {three[0].number}\n{three[0].applicant_name}: bring the papers of {title}."
    assert event.payload["note"] == words
    assert (event.actor, event.capacity, event.from_status) == (clerk.user, clerk.key, event.to_status)
    assert all(verdict.outcome == Outcome.OK for verdict in verify(ApplicationEvent.objects.all()))
    message = received().get()
    assert message.subject == f"About {three[0].number}"
    assert message.url == reverse("application", args=[three[0].pk])
    page = browser(holder(three[0])).get(message.url).content.decode()
    assert "Message from the department" in page
    assert "bring the papers" in page


def test_nothing_leaves_before_it_is_sent(clerk, three):
    written(clerk)
    assert circulars.tell_all() == 0
    assert not received().exists()


def test_only_what_the_department_itself_handles_is_written_to(clerk, three):
    other = official(commission("other"))
    with pytest.raises(Refused, match="none of these"):
        written(other)
    theirs = submitted(draft(open_round(department=other.department)))
    made = written(clerk)
    assert not made.addressees.filter(application=theirs).exists()
    assert made.addressees.count() == 3
    for client in (browser(other), browser(holder(three[0]))):
        assert client.get(reverse("circular", args=[made.pk])).status_code == 404
        assert client.post(reverse("circular_send", args=[made.pk])).status_code == 404
    made.refresh_from_db()
    assert made.sent_at is None


@pytest.mark.parametrize("text", ["{name}", "{applicant.user}", "{", "{number!r}", "{0}"])
def test_words_nobody_can_fill_are_refused(clerk, three, text):
    with pytest.raises(Refused, match="number"):
        circulars.write("S", text, Application.objects.all(), by=clerk)
    assert not Circular.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_is_sent_once(clerk, three):
    made, now = written(clerk), timezone.now()
    answers = in_parallel(*[lambda: circulars.send(made.pk, at=now, by=clerk)] * 3)
    assert sorted(answers) == [False, False, True]


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_tell_everybody_once(clerk, three, monkeypatch):
    monkeypatch.setattr(circulars, "CHUNK", 1)
    made = written(clerk)
    circulars.send(made.pk, at=timezone.now(), by=clerk)
    assert sum(in_parallel(circulars.tell_all, circulars.tell_all)) == 3
    assert received().count() == ApplicationEvent.objects.filter(kind="messaged").count() == 3


def test_a_worker_that_dies_leaves_nothing_half_told(clerk, three, monkeypatch):
    made = written(clerk)
    circulars.send(made.pk, at=timezone.now(), by=clerk)
    send_all = circulars.send_all

    def killed(notes):
        send_all(notes)
        raise SystemExit

    monkeypatch.setattr(circulars, "send_all", killed)
    with pytest.raises(SystemExit):
        circulars.tell_all()
    monkeypatch.setattr(circulars, "send_all", send_all)
    assert not received().exists()
    assert not ApplicationEvent.objects.filter(kind="messaged").exists()
    assert circulars.tell_all() == 3


def test_chunks_cost_the_same_however_many_there_are(clerk, three, monkeypatch):
    monkeypatch.setattr(circulars, "CHUNK", 1)
    circulars.send(written(clerk).pk, at=timezone.now(), by=clerk)
    costs = []
    for _chunk in range(3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert circulars.tell_some() == 1
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]


def test_from_the_workbench_to_the_inbox(clerk, three):
    client = browser(clerk)
    list_page = client.get(reverse("workbench")).content.decode()
    assert f'value="{three[0].pk}"' in list_page
    query = {"view": "check", "scope": "marked", "id": [three[0].pk, three[1].pk, "x", uuid4()]}
    new = reverse("circular_new", query=query)
    assert "About 2 applications" in client.get(new).content.decode()
    preview = client.post(new, {"subject": SUBJECT, "text": TEXT}, follow=True)
    shown = preview.content.decode()
    assert "2 people of 2 applications" in " ".join(shown.split())
    assert f"About {three[0].number}" in shown or f"About {three[1].number}" in shown
    assert three[2].applicant_name not in shown
    made = Circular.objects.get()
    for said in ("on its way to 2", "sent already"):
        answer = client.post(reverse("circular_send", args=[made.pk]), follow=True)
        assert said in answer.content.decode()
    circulars.tell_all()
    assert received().count() == 2


def test_all_that_the_filter_shows_is_chosen(clerk, three):
    other = submitted()
    query = {"view": "check", "scope": "all", "round": three[0].round_id}
    browser(clerk).post(reverse("circular_new", query=query), {"subject": SUBJECT, "text": TEXT})
    chosen = {row.application_id for row in Addressee.objects.all()}
    assert chosen == {row.pk for row in three}
    assert other.pk not in chosen


def test_nothing_marked_says_what_to_do(clerk, three):
    answer = browser(clerk).get(reverse("circular_new", query={"scope": "marked"}), follow=True)
    assert "Mark applications that your department handles" in answer.content.decode()


def test_the_preview_names_whom_mail_does_not_reach(clerk, three):
    addresses.suppress(holder(three[0]).user.email, "550")
    three[1].organization.memberships.update(role="viewer")
    shown = browser(clerk).get(reverse("circular", args=[written(clerk).pk])).content.decode()
    assert "the address rejects mail" in shown
    seen = {entry.subject_id for entry in Entry.objects.filter(verb="opened", user=clerk.user)}
    assert seen == {row.organization_id for row in three}
    assert "Nobody reads the messages of 1 application" in " ".join(shown.split())


def test_the_preview_takes_a_fixed_number_of_queries(clerk, three):
    client, counts = browser(clerk), []
    for rows in (Application.objects.filter(pk=three[0].pk), Application.objects.all()):
        url = reverse("circular", args=[written(clerk, rows).pk])
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_wrong_text_is_shown_again_with_the_sentence(clerk, three):
    url = reverse("circular_new", query={"scope": "all"})
    answer = browser(clerk).post(url, {"subject": "S", "text": "Dear {name}"})
    assert "Nobody knows what {name} stands for" in answer.content.decode()
    assert "Dear {name}" in answer.content.decode()


def test_what_nobody_sent_is_forgotten_after_a_week(clerk, three):
    unsent, sent = written(clerk), written(clerk)
    circulars.send(sent.pk, at=timezone.now(), by=clerk)
    each_minute(timezone.now() + timedelta(days=6))
    assert Circular.objects.filter(pk=unsent.pk).exists()
    each_minute(timezone.now() + timedelta(days=8))
    assert list(Circular.objects.all()) == [sent]
    assert received().count() == 3


def test_what_was_sent_is_listed_for_the_department_only(clerk, three):
    client, counts = browser(clerk), []
    for number in (1, 2):
        for _more in range(number):
            circulars.send(written(clerk).pk, at=timezone.now(), by=clerk)
        with CaptureQueriesContext(connection) as queries:
            shown = client.get(reverse("circulars")).content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert shown.count("About {number}") == 3
    written(clerk)  # not sent
    assert client.get(reverse("circulars")).content.decode().count("About {number}") == 3
    other = browser(official(commission("other"))).get(reverse("circulars")).content.decode()
    assert "No messages sent yet" in other


def test_the_text_goes_when_its_period_has_passed(clerk, three):
    made = written(clerk)
    circulars.send(made.pk, at=timezone.now(), by=clerk)
    for days, expected in ((720, 0), (740, 1)):
        report = retention.run(timezone.now() + timedelta(days=days)).report
        assert report["circular_texts"] == expected
    made.refresh_from_db()
    assert (made.text, made.addressees.count()) == ("", 3)
    page = browser(clerk).get(reverse("circular", args=[made.pk]))
    assert "was erased when its period had passed" in page.content.decode()
