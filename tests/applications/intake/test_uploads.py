"""Files that come in pieces: the protocol by hand, as the script speaks it."""

import base64
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from applications.intake.models import Application
from portal.files import finishing, uploading
from portal.files.models import Piece, StoredFile, Upload
from portal.files.storage import PIECES
from programs.catalog.models import Round
from tests.applications.intake.asking import signed_in
from tests.factories import intake
from tests.factories.organizations import member
from tests.portal.files import samples

pytestmark = pytest.mark.django_db
BODY = "application/offset+octet-stream"
CONTENT = samples.PDF.replace(b"endobj\n", b"endobj\n%" + b"x" * 9_000 + b"\n", 1)


@pytest.fixture(autouse=True)
def media(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


class Sender:
    """A browser that uploads for an application."""

    def __init__(self, application: Application, capacity: Any = None) -> None:
        self.application = application
        self.client = signed_in(capacity or intake.holder(application))
        self.client.cookies["django_language"] = "en"

    def begin(
        self, name: str = "合同.pdf", size: int = len(CONTENT), question: str = "contract", **more: Any
    ):
        place = json.dumps({"application": str(self.application.pk), "question": question})
        told = {"filename": name, "target": "application", "place": place} | more
        pairs = (f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in told.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": ",".join(pairs), "Tus-Resumable": "1.0.0"}
        return self.client.post("/uploads/", headers=headers)

    def address(self, **more: Any) -> str:
        answer = self.begin(**more)
        assert answer.status_code == 201, answer.content.decode()
        return answer["Location"]

    def send(self, address: str, offset: int, content: bytes, **more: Any):
        return self.client.patch(address, content, BODY, headers={"Upload-Offset": str(offset)}, **more)

    def received(self, address: str) -> str:
        return self.client.head(address)["Upload-Offset"]

    def state(self, address: str) -> dict[str, str]:
        return self.client.get(address).json()


@pytest.fixture
def sender() -> Sender:
    return Sender(intake.draft())


def pieces_on_disk() -> list[Path]:
    folder = Path(django_settings.MEDIA_ROOT, PIECES)
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def test_a_file_in_three_pieces_becomes_an_attachment(sender):
    address = sender.address()
    for begin, end in ((0, 4_000), (4_000, 8_000), (8_000, len(CONTENT))):
        answer = sender.send(address, begin, CONTENT[begin:end])
        assert (answer.status_code, answer["Upload-Offset"]) == (204, str(end))
    assert sender.state(address) == {"state": "done", "refusal": ""}
    attachment = sender.application.attachments.get()
    assert (attachment.name, attachment.question, attachment.file.size) == (
        "合同.pdf",
        "contract",
        len(CONTENT),
    )
    assert (Piece.objects.count(), pieces_on_disk()) == (0, [])


def test_a_lost_browser_goes_on_where_it_ended(sender):
    address = sender.address()
    sender.send(address, 0, CONTENT[:5_000])
    another = Sender(sender.application)
    assert another.received(address) == "5000"
    another.send(address, 5_000, CONTENT[5_000:])
    assert another.state(address)["state"] == "done"


@pytest.mark.parametrize(
    ("offset", "content", "status", "sentence"),
    [
        pytest.param(0, CONTENT[:100], 409, "4000 bytes are there. Go on from there.", id="twice"),
        pytest.param(5_000, CONTENT[5_000:], 409, "4000 bytes are there", id="out of order"),
        pytest.param(4_000, CONTENT, 413, "More arrived than was announced.", id="too long"),
    ],
)
def test_a_piece_that_does_not_fit_is_refused_and_changes_nothing(sender, offset, content, status, sentence):
    address = sender.address()
    sender.send(address, 0, CONTENT[:4_000])
    answer = sender.send(address, offset, content)
    assert (answer.status_code, sentence in answer.content.decode()) == (status, True)
    assert (sender.received(address), Piece.objects.count()) == ("4000", 1)


def test_a_piece_cut_off_is_kept_as_far_as_it_came():
    application = intake.draft()
    capacity, at = intake.holder(application), timezone.now()
    place = {"application": str(application.pk), "question": "contract"}
    upload = uploading.begin("application", place, "a.pdf", len(CONTENT), by=capacity, at=at)
    blocks = iter([CONTENT[:100]])

    def broken(_most: int) -> bytes:
        for block in blocks:
            return block
        raise OSError("the connection is gone")

    assert uploading.receive(upload, 0, broken, len(CONTENT), at=at).received == 100


@pytest.mark.parametrize("who", ["colleague", "stranger", "nobody"])
def test_nobody_else_reads_continues_or_ends_an_upload(sender, who):
    address = sender.address()
    sender.send(address, 0, CONTENT[:4_000])
    organization = sender.application.organization
    people = {"colleague": lambda: member(organization, "editor"), "stranger": member}
    other = signed_in(people[who]()) if who in people else Client()
    at = {"Upload-Offset": "4000"}
    answers = [
        other.head(address),
        other.get(address),
        other.patch(address, CONTENT[4_000:], BODY, headers=at),
        other.delete(address),
    ]
    assert {answer.status_code for answer in answers} == {401 if who == "nobody" else 404}
    assert sender.received(address) == "4000"


def test_what_may_not_be_attached_is_refused_at_once(sender):
    assert sender.begin(question="contact").status_code == 422
    assert sender.begin(size=django_settings.RESUMABLE_MAX_BYTES + 1).status_code == 413
    assert sender.begin(size=0).status_code == 422
    assert "hides what it is" in sender.begin(name="a.exe.pdf").content.decode()
    assert sender.begin(target="elsewhere").status_code == 404
    assert sender.begin(place="[").status_code == 400
    stranger = Sender(sender.application, member())
    assert stranger.begin().status_code == 404
    viewer = Sender(sender.application, member(sender.application.organization, "viewer"))
    assert viewer.begin().status_code == 422
    assert Upload.objects.count() == 0


def test_after_the_deadline_no_piece_is_taken(sender):
    address = sender.address()
    sender.send(address, 0, CONTENT[:4_000])
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=2))
    answer = sender.send(address, 4_000, CONTENT[4_000:])
    assert answer.status_code == 422
    assert "The deadline has passed" in answer.content.decode()
    assert sender.received(address) == "4000"


def test_what_arrived_in_time_is_attached_even_if_it_is_checked_later(sender, monkeypatch):
    monkeypatch.setattr(uploading, "SMALL", 0)  # as a large file: left to the worker
    address = sender.address()
    sender.send(address, 0, CONTENT)
    assert sender.state(address)["state"] == "arrived"
    Round.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    Upload.objects.update(changed_at=timezone.now() - timedelta(seconds=2))
    finishing.finish_arrived(timezone.now())
    assert sender.state(address)["state"] == "done"
    assert sender.application.attachments.count() == 1


def test_a_hostile_file_is_refused_in_the_language_of_its_sender(sender):
    address = sender.address(size=len(samples.HTML))
    sender.send(address, 0, samples.HTML)
    found = sender.state(address)
    assert found["state"] == "refused"
    assert found["refusal"].startswith("“合同.pdf”的内容不是PDF")
    assert (sender.application.attachments.count(), pieces_on_disk()) == (0, [])


def test_a_worker_that_died_is_followed_by_another(sender, monkeypatch):
    monkeypatch.setattr(uploading, "SMALL", 0)
    address = sender.address()
    sender.send(address, 0, CONTENT)
    now = timezone.now()
    Upload.objects.update(claimed_until=now + timedelta(minutes=1))
    finishing.finish_arrived(now)
    assert sender.state(address)["state"] == "arrived"
    finishing.finish_arrived(now + timedelta(minutes=2))
    assert sender.state(address)["state"] == "done"


def test_what_nobody_continues_is_taken_away(sender):
    address = sender.address()
    sender.send(address, 0, CONTENT[:4_000])
    finishing.forget_abandoned(timezone.now() + timedelta(hours=47))
    assert len(pieces_on_disk()) == 1
    finishing.forget_abandoned(timezone.now() + timedelta(hours=49))
    assert (pieces_on_disk(), Upload.objects.count(), Piece.objects.count()) == ([], 0, 0)
    assert sender.client.head(address).status_code == 404


def test_a_canceled_upload_leaves_nothing(sender):
    address = sender.address()
    sender.send(address, 0, CONTENT[:4_000])
    assert sender.client.delete(address).status_code == 204
    assert (pieces_on_disk(), Upload.objects.count()) == ([], 0)


def test_too_many_uploads_at_once_are_refused(sender, monkeypatch):
    monkeypatch.setattr(uploading, "OPEN_AT_ONCE", 2)
    assert [sender.begin().status_code for _ in range(3)] == [201, 201, 422]


def test_the_form_still_takes_files_without_scripts(sender):
    answer = sender.client.post(
        f"/applications/{sender.application.pk}/edit/need/", {"q-contract": intake.pdf(), "seen": "{}"}
    )
    assert answer.status_code == 302
    assert sender.application.attachments.count() == 1
    assert StoredFile.objects.count() == 1
