"""Documents of the library that expire: owners and editors hear once, thirty days before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.facts.models import Document
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import end_of_day
from tests.factories.organizations import StoredFileFactory, member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def document(owner, until, title="营业执照", **fields):
    return Document.objects.create(
        organization=owner.organization,
        title=title,
        file=StoredFileFactory(),
        file_name="执照.pdf",
        valid_until=until,
        added_at=timezone.now() - 100 * DAY,
        added_by=owner.user,
        **fields,
    )


def told():
    return sorted(Message.objects.filter(kind="library_expiring").values_list("recipient", flat=True))


def test_owners_and_editors_hear_once():
    owner, until = member(), timezone.localdate() + 60 * DAY
    editor = member(owner.organization, "editor")
    member(owner.organization, "viewer")
    document(owner, until)
    both = sorted([owner.user.pk, editor.user.pk])
    assert [planned.kind for planned in upcoming_for(editor.user, timezone.now())] == ["library_expiring"]
    for days, people in ((31, []), (30, both), (7, both), (-1, both)):
        run(end_of_day(until) - days * DAY)
        assert told() == people, days
    message = Message.objects.filter(kind="library_expiring").first()
    assert "营业执照" in message.subject
    assert message.url.endswith("#documents")


def test_a_document_that_was_taken_off_or_renewed_is_not_told_of():
    owner, until = member(), timezone.localdate() + 60 * DAY
    document(owner, until, removed_at=timezone.now(), removed_by=owner.user)
    document(owner, until, "审计报告")
    document(owner, until + 365 * DAY, "审计报告")
    run(end_of_day(until) - 29 * DAY)
    assert told() == []
