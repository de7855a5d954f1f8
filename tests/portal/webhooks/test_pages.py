import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.intake.services import perform
from portal.accounts.middleware import SESSION_KEY
from portal.api.problems import Refused
from portal.inbox import kinds
from portal.webhooks import sending, services
from portal.webhooks.models import Dispatch, Endpoint
from tests.factories.accounts import official
from tests.factories.intake import holder, in_status, submitted
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db

KINDS = ["application.submitted", "application.returned"]


def browser(capacity):
    client = Client(headers={"accept-language": "en"})
    client.force_login(capacity.user)
    session = client.session
    session[SESSION_KEY] = capacity.key
    session.save()
    return client


def address(capacity, name="webhooks", *arguments):
    return reverse(name, args=[capacity.organization.uscc, *arguments])


def test_an_owner_registers_and_sees_the_secret_once(system, owner):
    client = browser(owner)
    shown = client.post(address(owner, "webhook_new"), {"url": system.url, "kinds": KINDS})
    made = Endpoint.objects.get()
    assert made.secret in shown.content.decode()
    assert (made.organization, made.created_by) == (owner.organization, owner.user)
    assert sorted(made.kinds) == sorted(KINDS)
    for page in (address(owner), address(owner, "webhook", made.pk)):
        content = client.get(page).content.decode()
        assert system.url in content
        assert made.secret not in content


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"url": "https://10.0.0.1/"}, "private network"),
        ({"url": "ftp://x.example"}, "begin with https"),
        ({"url": ""}, "Give the address"),
        ({"kinds": []}, "Choose at least one"),
        ({"kinds": ["application.unheard"]}, "valid choice"),
    ],
)
def test_what_cannot_be_registered_is_said(system, owner, fields, sentence):
    values = {"url": system.url, "kinds": KINDS} | fields
    answer = browser(owner).post(address(owner, "webhook_new"), values)
    assert sentence in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_the_same_address_twice_is_refused(endpoint, owner):
    answer = browser(owner).post(address(owner, "webhook_new"), {"url": endpoint.url, "kinds": KINDS})
    assert "registered already" in answer.content.decode()
    assert Endpoint.objects.count() == 1


def test_nobody_else_comes_near(endpoint, owner):
    editor, stranger = member(owner.organization, "editor"), member()
    pages = [
        ("get", "webhooks", []),
        ("get", "webhook_new", []),
        *(("get", name, [endpoint.pk]) for name in ("webhook", "webhook_rotate", "webhook_remove")),
        *(("post", name, [endpoint.pk]) for name in ("webhook_test", "webhook_enable", "webhook_rotate")),
        ("post", "webhook_remove", [endpoint.pk]),
    ]
    for capacity in (editor, stranger, official()):
        client = browser(capacity)
        for method, name, arguments in pages:
            assert getattr(client, method)(address(owner, name, *arguments)).status_code == 404
    endpoint.refresh_from_db()
    assert endpoint.removed_at is None
    assert Dispatch.objects.count() == 0


def test_the_test_button_sends_and_the_log_shows_the_answer(system, endpoint, owner):
    system.answers.append((418, "no coffee here"))
    client = browser(owner)
    client.post(address(owner, "webhook_test", endpoint.pk))
    sending.run()
    assert system.taken[0].json["type"] == "webhook.test"
    shown = client.get(address(owner, "webhook", endpoint.pk)).content.decode()
    assert "418" in shown
    assert "no coffee here" in shown
    assert "Failing" in shown


def test_one_test_event_at_a_time(system, endpoint, owner):
    client = browser(owner)
    client.post(address(owner, "webhook_test", endpoint.pk))
    answer = client.post(address(owner, "webhook_test", endpoint.pk), follow=True)
    assert "Wait for its answer" in answer.content.decode()
    assert Dispatch.objects.count() == 1


def test_the_list_takes_a_fixed_number_of_queries(endpoint, owner):
    client, counts = browser(owner), []
    for more in ((), ("/2", "/3")):
        for path in more:
            services.register(owner.organization, endpoint.url + path, KINDS, by=owner)
        with CaptureQueriesContext(connection) as queries:
            client.get(address(owner))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_event_is_sent_again_with_the_same_id(system, endpoint, owner):
    services.publish(endpoint.organization, KINDS[0], dict, timezone.now())
    sending.run()
    row = Dispatch.objects.get()
    client, again = browser(owner), address(owner, "webhook_redeliver", endpoint.pk, row.pk)
    client.post(again)
    answer = client.post(again, follow=True)
    assert "on its way already" in answer.content.decode()
    sending.run()
    assert [posted.json["id"] for posted in system.taken] == [str(row.event_id)] * 2
    assert browser(member()).post(again).status_code == 404


def test_a_new_secret_is_shown_once(endpoint, owner):
    client, before = browser(owner), endpoint.secret
    assert client.get(address(owner, "webhook_rotate", endpoint.pk)).status_code == 200
    shown = client.post(address(owner, "webhook_rotate", endpoint.pk)).content.decode()
    endpoint.refresh_from_db()
    assert endpoint.secret != before
    assert endpoint.secret in shown
    assert before not in shown


def test_a_removed_webhook_gets_nothing_more(system, endpoint, owner):
    services.publish(endpoint.organization, KINDS[0], dict, timezone.now())
    browser(owner).post(address(owner, "webhook_remove", endpoint.pk))
    assert services.publish(endpoint.organization, KINDS[0], dict, timezone.now()) == 0
    assert sending.run() == 0
    assert Dispatch.objects.get().reason == "stopped"
    assert browser(owner).get(address(owner, "webhook", endpoint.pk)).status_code == 404


def test_a_webhook_whose_owner_left_is_taken_over_by_saving_it(system, endpoint, owner):
    heir = member(owner.organization)
    owner.organization.memberships.filter(user=owner.user).delete()
    client, page = browser(heir), address(heir, "webhook", endpoint.pk)
    assert "Nobody vouches for it" in client.get(page).content.decode()
    client.post(page, {"url": endpoint.url, "kinds": KINDS})
    assert "Nobody vouches for it" not in client.get(page).content.decode()


def test_an_organization_has_ten_at_most(endpoint, owner):
    for number in range(9):
        services.register(owner.organization, f"{endpoint.url}/{number}", KINDS, by=owner)
    answer = browser(owner).post(address(owner, "webhook_new"), {"url": f"{endpoint.url}/x", "kinds": KINDS})
    assert "can have 10 webhooks" in answer.content.decode()


def test_the_log_takes_a_fixed_number_of_queries(system, endpoint, owner):
    client, page, counts = browser(owner), address(owner, "webhook", endpoint.pk), []
    for more in (1, 2):
        for _number in range(more):
            services.publish(endpoint.organization, KINDS[0], dict, timezone.now())
        sending.run()
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_application_tells_its_organizations_systems_and_no_others(system):
    application = in_status("draft")
    mine, other = holder(application), member()
    for capacity in (mine, other):
        Endpoint.objects.create(
            organization=capacity.organization, url=system.url, kinds=KINDS, created_by=capacity.user
        )
    submitted(application)
    row = Dispatch.objects.get()
    assert row.endpoint.organization == mine.organization
    sending.run()
    application.refresh_from_db()
    data = system.taken[0].json["data"]
    assert data["application"]["number"] == application.number
    assert data["application"]["status"] == "submitted"
    assert data["event"]["kind"] == "submitted"
    assert not {"answers", "actions"} & set(data["application"])


def test_an_action_that_is_refused_tells_nobody(endpoint):
    application = in_status("submitted")
    before = Dispatch.objects.count()
    with pytest.raises(Refused):
        perform(application.pk, "submit", capacity=holder(application), at=timezone.now())
    assert Dispatch.objects.count() == before


def test_every_group_of_messages_says_why_one_gets_it():
    assert [group.key for group in kinds.groups() if not group.why] == []
