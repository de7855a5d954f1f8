import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.access.models import Entry
from portal.accounts import tokens
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.privacy import held
from portal.privacy.models import DataExport
from portal.privacy.services import consent, export
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.intake import submitted
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def made(user: User) -> DataExport:
    """A finished copy."""
    export.ask(user, timezone.now())
    assert export.run(timezone.now()) == 1
    return user.data_exports.get(done_at__isnull=False, content__isnull=False)


def sections(copy: DataExport) -> dict[str, list[dict[str, object]]]:
    assert copy.content
    return {part["key"]: part["rows"] for part in copy.content["sections"]}


def signed_in(user: User) -> Client:
    """With a password given a moment ago."""
    client = Client()
    client.login(email=user.email, password=PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_a_copy_holds_what_is_held_and_no_secret():
    capacity = member()
    user = capacity.user
    token, key = tokens.create(user, "财务系统", "read")
    consent.agree(user, consent.current("portal"), address="127.0.0.1", at=timezone.now())
    Message.objects.create(recipient=user, kind="x", key="m1", subject="通知一则", body="正文")
    copy = made(user)
    found = sections(copy)
    assert "通知一则" in str(found["inbox.message"])
    assert capacity.organization.name in str(found["organizations.membership"])
    assert "财务系统" in str(found["accounts.apitoken"])
    assert found["privacy.consent"]
    assert user.email in str(found["account"])
    text = json.dumps(copy.content)
    assert key not in text
    assert token.digest not in text
    assert user.password not in text


def test_every_model_that_names_people_is_in_the_copy_or_left_out_by_name():
    told = {part.key for part in held.sections()} | held.covered
    for model, names in held.models_of_people():
        assert model._meta.label_lower in told, names
    assert "intake.application" in held.covered


def test_own_applications_are_in_the_copy_and_others_are_not():
    submitted()
    person = UserFactory()
    assert sections(made(person))["applications"] == []
    assert sections(DataExport.objects.get(person=person))["intake.attachment"] == []


def test_who_looked_is_told_by_office_not_by_name():
    user, officer = UserFactory(), UserFactory(name="钱途")
    Entry.objects.create(
        at=timezone.now(), user=officer, capacity="department:x", office="嘉定区科委 经办", verb="opened",
        subject_kind="person", subject_id=user.pk, subject_label=str(user), what="资料",
    )  # fmt: skip
    rows = sections(made(user))["access"]
    assert "嘉定区科委 经办" in str(rows)
    assert "钱途" not in str(rows)


def test_only_the_person_downloads_it_and_only_for_seven_days():
    user = UserFactory()
    copy = made(user)
    urls = [reverse("export_page", args=[copy.pk]), reverse("export_file", args=[copy.pk])]
    mine, other = signed_in(user), signed_in(UserFactory())
    for url in urls:
        assert mine.get(url).status_code == 200
        assert other.get(url).status_code == 404
        assert Client().get(url).status_code == 302
    assert mine.get(urls[1]).json()["person"] == user.email
    DataExport.objects.update(expires_at=timezone.now() + timedelta(microseconds=1))
    assert mine.get(urls[1]).status_code == 404
    assert export.forget_expired(timezone.now()) == 1
    copy.refresh_from_db()
    assert copy.content is None


def test_a_copy_is_not_given_to_whoever_finds_the_session_open():
    user = UserFactory()
    copy = made(user)
    client = Client()
    client.force_login(user)
    for url in (reverse("export_page", args=[copy.pk]), reverse("export_file", args=[copy.pk])):
        assert "reauthenticate" in client.get(url).headers["Location"]


def test_asking_twice_makes_one_and_a_fourth_a_day_is_refused():
    user = UserFactory()
    assert export.ask(user, timezone.now()) == export.ask(user, timezone.now())
    export.run(timezone.now())
    for _time in range(2):
        made_again = export.ask(user, timezone.now())
        export.run(timezone.now())
        assert made_again.person == user
    with pytest.raises(Refused):
        export.ask(user, timezone.now())


def test_a_worker_that_died_is_followed_by_another():
    copy = export.ask(UserFactory(), timezone.now())
    DataExport.objects.update(claimed_until=timezone.now() + timedelta(minutes=1), progress=40)
    assert export.run(timezone.now()) == 0
    DataExport.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert export.run(timezone.now()) == 1
    copy.refresh_from_db()
    assert copy.progress == 100
    assert Message.objects.filter(recipient=copy.person, kind="data_export").count() == 1
