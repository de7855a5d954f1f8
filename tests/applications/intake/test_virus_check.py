"""What an applicant and an official see of files in quarantine."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from applications.intake.services import Incomplete, check, perform
from portal.files.models import StoredFile
from tests.factories.intake import filled, holder, official, submitted

pytestmark = pytest.mark.django_db


def put(scan: str) -> None:
    at = timezone.now() if scan == "infected" else None
    StoredFile.objects.update(scan=scan, scanned_at=at)


@pytest.mark.parametrize("scan", ["waiting", "infected"])
@pytest.mark.parametrize("reading", ["owner", "official", "api"])
def test_nobody_gets_a_file_in_quarantine(scan, reading):
    application = submitted()
    put(scan)
    client = Client()
    who = official(application.round.department) if reading == "official" else holder(application)
    client.force_login(who.user)
    attachment = application.attachments.get()
    address = reverse("application_file", args=[application.pk, attachment.pk])
    if reading == "api":
        address = f"/api/v1/applications/{application.pk}/attachments/{attachment.pk}/"
    answer = client.get(address)
    assert answer.status_code == 409
    assert "病毒检查" in answer.content.decode() or "检查病毒" in answer.content.decode()


def test_an_infected_file_stops_the_submission_and_says_so():
    application = filled()
    put("infected")
    assert [problem.code for problem in check(application)] == ["infected"]
    with pytest.raises(Incomplete):
        perform(application.pk, "submit", capacity=holder(application), at=timezone.now())
    client = Client()
    client.force_login(holder(application).user)
    page = client.get(reverse("application_check", args=[application.pk])).content.decode()
    assert "合同.pdf" in page
    part = client.get(reverse("application_section", args=[application.pk, "need"])).content.decode()
    assert "未通过病毒检查" in part


def test_a_file_that_waits_does_not_stop_the_submission():
    application = filled()
    put("waiting")
    assert perform(application.pk, "submit", capacity=holder(application), at=timezone.now()).number
