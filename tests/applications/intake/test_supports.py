"""Money granted stands in the organization's file as soon as it is decided, and only then."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from applications.intake.models import Application
from portal.facts.models import SupportReceived
from tests.factories import intake

pytestmark = pytest.mark.django_db


def test_award_is_support_received_with_the_decision():
    application = intake.in_status("approved")
    found = SupportReceived.objects.get()
    assert (found.organization, found.source) == (application.organization, application.number)
    assert (found.program, found.amount) == (application.round.program.slug, Decimal(80_000))
    assert (found.granted_on, found.origin) == (timezone.localdate(application.decided_at), "application")


def test_what_is_not_awarded_is_no_support():
    for status in ("submitted", "accepted", "declined"):
        intake.in_status(status)
    assert not SupportReceived.objects.exists()


def test_award_that_fails_leaves_no_support():
    application = intake.in_status("accepted")
    with transaction.atomic():
        intake.decided(application, "approve")
        assert SupportReceived.objects.exists()
        transaction.set_rollback(True)
    assert not SupportReceived.objects.exists()
    assert Application.objects.get(pk=application.pk).status == "accepted"
