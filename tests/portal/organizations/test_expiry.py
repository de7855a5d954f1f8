from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.inbox.reminders import run, upcoming_for
from portal.inbox.workdays import end_of_day
from portal.organizations import services
from portal.organizations.models import AuthorityProof, Organization
from tests.factories.accounts import UserFactory
from tests.factories.organizations import StoredFileFactory, member

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def verified(valid_until: date | None):
    """An owner whose organization rests on an accepted letter; its last day."""
    owner, official = member(), UserFactory()
    long_ago = timezone.now() - 300 * DAY
    Organization.objects.filter(pk=owner.organization.pk).update(
        verification="verified", verified_at=long_ago, verified_by=official
    )
    AuthorityProof.objects.create(
        organization=owner.organization,
        user=owner.user,
        file=StoredFileFactory(),
        file_name="授权书.pdf",
        status="accepted",
        submitted_at=long_ago,
        decided_at=long_ago,
        decided_by=official,
        valid_until=valid_until,
    )
    owner.organization.refresh_from_db()
    return owner


def told():
    return [row.recipient for row in Message.objects.filter(kind="document_expiring").order_by("pk")]


def test_owners_hear_at_each_offset_before_the_last_day():
    until = timezone.localdate() + 60 * DAY
    owner = verified(until)
    member(owner.organization, "editor")
    end = end_of_day(until)
    for days, total in ((31, 0), (30, 1), (29, 1), (7, 2), (1, 3), (0.1, 3)):
        run(end - days * DAY)
        assert told() == [owner.user] * total, days
    run(end + DAY)
    assert told() == [owner.user] * 3


def test_a_letter_without_a_last_day_never_expires():
    verified(None)
    run(timezone.now() + 1000 * DAY)
    assert told() == []


def test_a_newer_letter_ends_the_reminders():
    until = timezone.localdate() + 20 * DAY
    owner = verified(until)
    services.hand_in_proof(
        owner.organization.pk, StoredFileFactory(), "新.pdf", valid_until=until + 365 * DAY, by=owner
    )
    run(end_of_day(until) - 7 * DAY)
    assert told() == []


def test_the_owner_sees_what_will_come():
    until = timezone.localdate() + 20 * DAY
    owner = verified(until)
    found = upcoming_for(owner.user, timezone.now())
    assert [row.at for row in found] == [end_of_day(until) - days * DAY for days in (7, 1)]


@pytest.mark.parametrize(("days", "allowed"), [(59, True), (61, False), (None, False), (-3, True)])
def test_a_verified_organization_renews_a_letter_about_to_expire(days, allowed):
    until = None if days is None else timezone.localdate() + days * DAY
    owner = verified(until)
    assert services.may_renew(owner.organization) is allowed
    if not allowed:
        with pytest.raises(Refused, match="nothing more to prove"):
            services.hand_in_proof(owner.organization.pk, StoredFileFactory(), "新.pdf", by=owner)


def test_a_letter_that_has_expired_is_refused():
    owner = member()
    yesterday = timezone.localdate() - DAY
    with pytest.raises(Refused, match="no longer valid"):
        services.hand_in_proof(
            owner.organization.pk, StoredFileFactory(), "旧.pdf", valid_until=yesterday, by=owner
        )
