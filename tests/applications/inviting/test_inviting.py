"""Rounds that are not for everybody: for those chosen before, invited, or entitled without applying."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.inviting.finding import find_all
from applications.inviting.models import Entitlement, Guest
from applications.inviting.services import confirm
from portal.api.problems import Refused
from portal.inbox.models import Message
from programs.catalog.models import Condition, Round
from programs.catalog.stages import Mode
from tests.applications.intake.test_pages import signed_in
from tests.factories import intake
from tests.factories.facts import on_file
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db


def entitling() -> Round:
    """A round that needs no application; a file meets its condition with two million."""
    round_ = intake.open_round(mode=Mode.ENTITLEMENT)
    test = {"fact": "registered_capital", "op": "at_least", "value": "2000000"}
    Condition.objects.filter(round=round_).update(test=test)
    return round_


def test_the_portal_finds_who_is_entitled_tells_them_once_and_lets_nobody_else_apply() -> None:
    round_, now = entitling(), timezone.now()
    rich, poor, unknown = (member(OrganizationFactory()) for _n in range(3))
    on_file(rich.organization, registered_capital=3_000_000)
    on_file(poor.organization, registered_capital=1_000_000)
    assert (find_all(now), find_all(now)) == (1, 0)
    assert find_all(now + timedelta(days=1)) == 0
    assert Entitlement.objects.get().organization == rich.organization
    assert Message.objects.filter(kind="entitled").count() == 1
    for other in (poor, unknown):
        with pytest.raises(Refused):
            intake.draft(round_, other)
        assert not Entitlement.objects.visible_to(other).exists()


def test_confirming_hands_in_an_application_once() -> None:
    entitling()
    owner = member(OrganizationFactory())
    on_file(owner.organization, registered_capital=3_000_000)
    find_all(timezone.now())
    found = Entitlement.objects.get()
    with pytest.raises(Http404):
        confirm(found.pk, capacity=member(), at=timezone.now())
    with pytest.raises(Refused):
        confirm(found.pk, capacity=member(owner.organization, "viewer"), at=timezone.now())
    client = signed_in(owner)
    assert "2000000" not in client.get(reverse("entitlement", args=[found.pk])).text
    assert found.round.program.title in client.get(reverse("entitlements")).text
    draft, missing = confirm(found.pk, capacity=owner, at=timezone.now())
    assert (draft.status, bool(missing)) == ("draft", True)  # the form asks what no file knows
    intake.filled(draft)
    done = client.post(reverse("entitlement_confirm", args=[found.pk]))
    assert done["Location"] == reverse("application", args=[draft.pk])
    again, missing = confirm(found.pk, capacity=owner, at=timezone.now())
    assert (again.status, missing, again.submissions.count()) == ("submitted", "", 1)
    assert Application.objects.count() == 1


def test_a_full_application_is_for_those_whose_expression_was_chosen() -> None:
    first = intake.open_round(mode=Mode.EXPRESSION, live_limit=9)
    second = intake.open_round(follows=first)
    chosen, declined = member(), member()
    intake.in_status("approved", chosen, first)
    intake.in_status("declined", declined, first)
    assert intake.draft(second, chosen).status == "draft"
    for other in (declined, member()):
        with pytest.raises(Refused):
            intake.draft(second, other)


def test_a_direct_award_is_for_the_invited() -> None:
    round_, guest = intake.open_round(mode=Mode.AWARD), member()
    Guest.objects.create(round=round_, organization=guest.organization, reason="市政府专题会议纪要")
    assert intake.draft(round_, guest).status == "draft"
    with pytest.raises(Refused):
        intake.draft(round_, member())
