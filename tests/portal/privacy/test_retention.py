from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.intake.models import AnswerChange, Application, ApplicationEvent, Attachment
from applications.intake.services import perform
from portal.files.models import StoredFile
from portal.files.services import store
from portal.files.storage import path_of
from portal.files.sweeping import sweep
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from portal.privacy import registry
from portal.privacy.models import ErasureRun, Retention
from portal.privacy.services import retention
from tests.factories.accounts import UserFactory
from tests.factories.inbox import DeliveryFactory
from tests.factories.intake import filled, holder, in_status, submitted
from tests.portal.files import samples

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 6, 1, 20, tzinfo=UTC)


def run_after(days: int, dry: bool = False) -> dict[str, int]:
    return retention.run(timezone.now() + timedelta(days=days), dry=dry).report


def message(key: str = "m") -> Message:
    return Message.objects.create(recipient=UserFactory(), kind="x", key=key, subject="通知", body="正文")


def test_every_period_belongs_to_a_kind_and_every_kind_has_a_period():
    assert set(Retention.objects.values_list("kind", flat=True)) == set(registry.kinds)
    assert all(row.basis and row.basis_en for row in Retention.objects.all())


def test_a_discarded_draft_loses_answers_and_files_and_its_history_stays():
    application = in_status("discarded")
    assert run_after(179)["discarded_drafts"] == 0
    assert run_after(181)["discarded_drafts"] == 1
    application.refresh_from_db()
    assert application.answers == {}
    assert not Attachment.objects.exists()
    assert not AnswerChange.objects.exists()
    assert {v.outcome for v in verify(ApplicationEvent.objects.all())} == {Outcome.OK}
    assert run_after(181)["discarded_drafts"] == 0


def test_what_was_handed_in_is_not_touched():
    application = submitted()
    perform(application.pk, "take_back", capacity=holder(application), at=timezone.now())
    perform(application.pk, "discard", capacity=holder(application), at=timezone.now())
    assert run_after(4000)["discarded_drafts"] == 0
    assert Application.objects.get().answers
    assert Attachment.objects.exists()


def test_live_drafts_are_not_touched():
    filled()
    assert run_after(4000)["discarded_drafts"] == 0
    assert Application.objects.get().answers


def test_messages_go_and_deliveries_keep_only_that_they_were():
    message()
    row = DeliveryFactory(status="sent", sent_at=timezone.now(), attempts=1)
    waiting = DeliveryFactory()
    report = run_after(800)
    assert (report["messages"], report["deliveries"]) == (1, 1)
    row.refresh_from_db()
    assert (row.to, row.subject, row.body) == ("", "", "")
    assert row.key
    waiting.refresh_from_db()
    assert waiting.to
    assert not Message.objects.exists()


def test_a_dry_run_counts_and_erases_nothing():
    message()
    report = run_after(800, dry=True)
    assert report["messages"] == 1
    assert Message.objects.exists()
    assert ErasureRun.objects.get().dry


def test_a_period_that_is_switched_off_erases_nothing():
    message()
    Retention.objects.filter(kind="messages").update(active=False)
    assert "messages" not in run_after(800)
    assert Message.objects.exists()


def test_many_rows_go_in_batches(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        message(str(number))
    assert run_after(800)["messages"] == 5


def test_one_kind_that_fails_stops_no_other(monkeypatch, caplog):
    message()

    def broken(*_: object) -> int:
        raise RuntimeError("broken")

    monkeypatch.setitem(registry.kinds, "deliveries", registry.Kind("deliveries", "x", "erase", broken))
    report = run_after(800)
    assert (report["deliveries"], report["messages"]) == (None, 1)
    assert "Erasing deliveries failed" in caplog.text


def test_the_night_runs_once():
    retention.nightly(NOW.replace(hour=18))  # two in the morning in Shanghai
    assert not ErasureRun.objects.exists()
    for hour in (20, 21):
        retention.nightly(NOW.replace(hour=hour))
    assert ErasureRun.objects.count() == 1
    retention.nightly(NOW + timedelta(days=1))
    assert ErasureRun.objects.count() == 2


@pytest.fixture
def media(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def stored(content: bytes = samples.PDF) -> StoredFile:
    return store(SimpleUploadedFile("a.pdf", content), by=None)


def test_a_file_nothing_refers_to_goes_with_its_content(media):
    row = stored()
    assert sweep(timezone.now() - timedelta(days=30), False, 10) == 0
    assert sweep(timezone.now() + timedelta(days=1), True, 10) == 1
    assert path_of(row.sha256).is_file()
    assert sweep(timezone.now() + timedelta(days=1), False, 10) == 1
    assert not path_of(row.sha256).exists()
    assert not StoredFile.objects.exists()
    again = stored()
    assert path_of(again.sha256).read_bytes() == samples.PDF


def test_a_file_that_is_named_stays(media):
    attachment = filled().attachments.get()
    assert sweep(timezone.now() + timedelta(days=1), False, 10) == 0
    assert path_of(attachment.file.sha256).is_file()
