import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.history.services import Outcome, erase, record, verify
from portal.organizations.models import Organization, OrganizationEvent
from portal.reference.models import Region

AT = datetime(2026, 11, 21, 9, 0, 0, 123456, tzinfo=UTC)


def organization(uscc: str = "91310114MA1GXXXX0X") -> Organization:
    region, _ = Region.objects.get_or_create(code="310114", defaults={"name": "嘉定区", "level": "district"})
    return Organization.objects.create(
        uscc=uscc, name="虚构科技", registered_region=region, tax_region=region
    )


def happened(subject: Organization, kind: str = "renamed", **payload: object) -> OrganizationEvent:
    return record(OrganizationEvent, subject, kind=kind, capacity=None, at=AT, payload=payload)


def outcomes() -> list[Outcome]:
    return [verdict.outcome for verdict in verify(OrganizationEvent.objects.all())]


def tamper(**columns: object) -> None:
    """Change the second event behind PostgreSQL's back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        OrganizationEvent.objects.filter(seq=2).update(**columns)
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def chain(db: None) -> Organization:
    subject = organization()
    for name in ("甲", "乙", "丙"):
        happened(subject, name=name, amount=Decimal("10.50"), on=AT.date())
    return subject


def test_record_chains_each_event_to_the_one_before(chain):
    first, second, third = OrganizationEvent.objects.order_by("seq")
    assert [event.seq for event in (first, second, third)] == [1, 2, 3]
    assert [first.previous_hash, second.previous_hash, third.previous_hash] == ["", first.hash, second.hash]
    assert second.payload == {"name": "乙", "amount": "10.50", "on": "2026-11-21"}
    assert outcomes() == [Outcome.OK] * 3


def test_record_names_who_acted_and_as_what(db):
    person = User.objects.create_user("a@example.com")
    acting = Capacity(person, "organization", "organization:x", "虚构科技")
    event = record(OrganizationEvent, organization(), kind="verified", capacity=acting, at=AT)
    assert (event.actor, event.capacity, event.payload) == (person, "organization:x", {})


def test_record_refuses_floats(db):
    with pytest.raises(TypeError, match="use Decimal"):
        happened(organization(), amount=1.5)


def test_record_outside_a_transaction_is_refused(transactional_db):
    with pytest.raises(transaction.TransactionManagementError):
        happened(organization())


def test_two_subjects_have_chains_of_their_own(chain):
    happened(organization("91310114MA1GYYYY0Y"), name="丁")
    assert outcomes() == [Outcome.OK] * 4


@pytest.mark.parametrize(
    "columns",
    [
        {"payload": {"name": "假"}},
        {"kind": "deleted"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"capacity": "organization:other"},
        {"digest": "0" * 64},
        {"payload": None},
    ],
)
def test_verify_names_the_event_that_was_changed(chain, columns):
    tamper(**columns)
    assert outcomes() == [Outcome.OK, Outcome.ALTERED, Outcome.OK]


def test_verify_names_the_event_after_one_that_was_rewritten_or_removed(chain):
    tamper(hash="0" * 64)
    assert outcomes() == [Outcome.OK, Outcome.ALTERED, Outcome.REORDERED]
    tamper(seq=9)
    assert outcomes()[1] == Outcome.MISSING


def test_erased_payloads_still_verify(chain):
    assert erase(OrganizationEvent.objects.filter(seq=2)) == 1
    assert outcomes() == [Outcome.OK, Outcome.ERASED, Outcome.OK]
    assert OrganizationEvent.objects.get(seq=2).payload is None


def test_two_connections_append_one_after_the_other(transactional_db):
    subject, barrier = organization(), threading.Barrier(2)

    def append() -> None:
        barrier.wait()
        for _turn in range(5):
            with transaction.atomic():
                happened(subject)
        connections.close_all()

    threads = [threading.Thread(target=append) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(OrganizationEvent.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, 11))
    assert outcomes() == [Outcome.OK] * 10


def test_verify_names_the_event_after_one_that_is_missing(chain):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        OrganizationEvent.objects.filter(seq=2).delete()
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [(verdict.seq, verdict.outcome) for verdict in verify(OrganizationEvent.objects.all())] == [
        (1, Outcome.OK),
        (3, Outcome.MISSING),
    ]
