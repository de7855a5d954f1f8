"""Samples and case files through the auditor's pages."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from applications.audit.models import Finding, Sample, SampleItem
from applications.audit.services import drawn_again
from portal.access.models import Entry
from portal.documents.publishing import verifies
from portal.files.storage import path_of
from portal.history.chain import digest_of
from tests.factories import intake
from tests.factories.accounts import UserFactory, auditor
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def asked(**fields):
    today = timezone.localdate()
    return {
        "title": "2026年抽查",
        "among": "received",
        "since": today - timedelta(days=30),
        "until": today,
        "percent": "5",
        "seed": "2026-11-22",
        **fields,
    }


@pytest.fixture
def client():
    return client_of(auditor())


def blocks(response) -> bytes:
    return b"".join(response.streaming_content)


def test_sample_is_drawn_kept_and_drawn_again(client):
    rows = [intake.submitted(intake.draft(round_)) for round_ in [intake.open_round()] for _n in range(3)]
    intake.filled()  # a draft is nobody's but the applicant's
    response = client.post(reverse("audit_samples"), asked())
    sample = Sample.objects.get()
    assert response.url == sample.get_absolute_url()
    assert sample.population == sorted(row.number for row in rows)
    assert (sample.items.count(), sample.seed, drawn_again(sample)) == (1, "2026-11-22", True)
    page = client.get(response.url).content.decode()
    assert "结果一致" in page
    assert sample.items.get().application.number in page
    client.post(reverse("audit_samples"), asked(seed=""))
    assert len(Sample.objects.exclude(pk=sample.pk).get().seed) == 32


def test_what_was_approved_stays_so_with_a_signed_agreement(client):
    application = intake.in_status("agreed")
    client.post(reverse("audit_samples"), asked(among="approved"))
    assert Sample.objects.get().population == [application.number]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"percent": "4.99"}, "5"),
        ({"until": timezone.localdate() - timedelta(days=60)}, "早于"),
        ({"among": "approved"}, "没有符合条件的申请"),
    ],
)
def test_sample_that_cannot_be_drawn_says_why(client, fields, sentence):
    intake.submitted()
    response = client.post(reverse("audit_samples"), asked(**fields))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Sample.objects.exists()


def test_findings_are_kept_one_after_the_other(client):
    intake.submitted()
    client.post(reverse("audit_samples"), asked())
    item = SampleItem.objects.get()
    url = reverse("audit_finding", args=[item.sample_id, item.pk])
    refused = client.post(url, {f"item{item.pk}-result": "defect", f"item{item.pk}-note": " "})
    assert refused.status_code == 422
    assert "请写明" in refused.content.decode()
    client.post(url, {f"item{item.pk}-result": "question", f"item{item.pk}-note": "发票重号？"})
    client.post(url, {f"item{item.pk}-result": "in_order"})
    assert list(Finding.objects.values_list("result", flat=True)) == ["in_order", "question"]
    page = reverse("audit_sample", args=[item.sample_id])
    assert item.application.number not in client.get(page, {"show": "open"}).content.decode()
    export = client.get(reverse("audit_sample_export", args=[item.sample_id]), {"format": "csv"})
    assert "未见问题" in export.content.decode()


def test_what_was_drawn_and_found_never_changes(client):
    intake.submitted()
    client.post(reverse("audit_samples"), asked())
    for rows, column in ((Sample.objects.all(), "seed"), (SampleItem.objects.all(), "position")):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**{column: F(column)})
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.delete()


def test_list_has_a_fixed_number_of_queries(client):
    round_ = intake.open_round()
    counts = []
    for size in (1, 3):
        while round_.applications.count() < size:
            intake.submitted(intake.draft(round_))
        client.post(reverse("audit_samples"), asked(percent=100))
        sample = Sample.objects.latest("drawn_at")
        with CaptureQueriesContext(connection) as queries:
            client.get(sample.get_absolute_url())
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_case_file_opens_without_the_portal_and_verifies(client):
    application = intake.in_status("approved", member(), intake.open_round())
    content = blocks(client.get(reverse("case_file", args=[application.pk])))
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    names = package.namelist()
    for line in package.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(package.read(name)).hexdigest() == digest
    index = package.read("index.html").decode()
    assert application.number in index
    assert "<script" not in index
    assert all(f'href="{name}"' in index for name in names if "/" in name)
    submission = application.submissions.get()
    assert hashlib.sha256(package.read("submissions/1/content.json")).hexdigest() == submission.content_hash
    signature = package.read("submissions/1/signature.base64").decode()
    assert verifies(package.read("submissions/1/statement.json"), signature, submission.key_id)
    previous = ""
    for event in json.loads(package.read("history/events.json")):
        assert event["previous_hash"] == previous
        assert event["digest"] == digest_of(event["salt"], event["payload"])
        previous = event["hash"]
    kinds = {name.split("-", 1)[1] for name in names if name.startswith("letters/")}
    assert kinds == {"acceptance.html", "approval.html"}
    assert Entry.objects.filter(verb="downloaded", what__contains=application.number).exists()


def test_case_file_says_which_file_the_storage_lost(client, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    application = intake.submitted()
    path_of(application.attachments.get().file.sha256).unlink()
    package = zipfile.ZipFile(io.BytesIO(blocks(client.get(reverse("case_file", args=[application.pk])))))
    assert package.read("MISSING.txt").decode().startswith("files/contract-")


def test_case_file_and_samples_are_not_for_others():
    application = intake.submitted()
    url = reverse("case_file", args=[application.pk])
    handling = intake.official(application.round.department)
    mine = zipfile.ZipFile(io.BytesIO(blocks(client_of(handling.user).get(url))))
    assert "history/access.json" not in mine.namelist()
    for user in (intake.holder(application).user, UserFactory(), UserFactory(admin=True)):
        assert client_of(user).get(url).status_code == 404
        assert client_of(user).get(reverse("audit_samples")).status_code == 404
