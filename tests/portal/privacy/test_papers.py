"""Names in files of organizations: gone once they no longer hold and their time has passed."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.facts.models import Document, Shareholder, Statement
from portal.facts.papers import add_document, remove_document
from portal.facts.stating import enter, withdraw
from portal.organizations import services
from portal.privacy.papers import erase_past_names, forget_names, removed_documents
from tests.factories.facts import dated, on_file
from tests.factories.organizations import OrganizationFactory, StoredFileFactory, member

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def names():
    rows = Statement.objects.filter(key="legal_representative").order_by("pk")
    return list(rows.values_list("value", flat=True))


@pytest.fixture
def owner(time_machine):
    time_machine.move_to(NOW, tick=False)
    owner = member(OrganizationFactory(legal_representative="林晚舟"))
    on_file(owner.organization, actual_controller="林晚舟")
    services.edit(owner.organization.pk, {"legal_representative": "徐若溪"}, revision=1, by=owner)
    return owner


def test_past_names_are_erased_when_their_time_has_passed(owner):
    assert erase_past_names(NOW, False, 100) == 0
    later = NOW + timedelta(days=1)
    assert erase_past_names(later, True, 100) == 1
    assert names() == ["林晚舟", "徐若溪"]
    assert erase_past_names(later, False, 100) == 1
    assert names() == [None, "徐若溪"]
    assert erase_past_names(later, False, 100) == 0


def test_name_of_a_shareholder_taken_back_is_erased(owner):
    facts = {"organization": owner.organization, "origin": "organization", "share": 40, **dated({})}
    person = enter(Shareholder(name="林晚舟", **facts), owner)
    firm = enter(Shareholder(name="甲公司", code="91310114MA00000007", **facts), owner)
    for row in (person, firm):
        withdraw(row, owner)
    assert erase_past_names(NOW + timedelta(days=1), False, 100) == 2
    assert set(Shareholder.objects.values_list("name", flat=True)) == {"—", "甲公司"}


def test_closing_an_account_forgets_names_that_no_longer_hold(owner):
    owner.user.name = "林晚舟"
    forget_names(owner.user, NOW)
    assert names() == [None, "徐若溪"]
    assert Statement.objects.get(key="actual_controller").value == "林晚舟"


def test_documents_taken_off_are_deleted(owner):
    row = add_document(
        owner.organization.pk,
        title="执照",
        file=StoredFileFactory(),
        name="a.pdf",
        valid_until=None,
        by=owner,
    )
    assert removed_documents(NOW + timedelta(days=1), True, 10) == 0
    remove_document(row, owner)
    assert removed_documents(NOW + timedelta(days=1), False, 10) == 1
    assert not Document.objects.exists()
