from collections.abc import Iterator

import pytest
from django.utils import timezone

from portal.api.problems import Refused
from portal.files import quarantine
from portal.files.models import StoredFile
from portal.files.services import file_response
from portal.files.storage import path_of
from tests.portal.files import clamd, hostile, samples
from tests.portal.files.test_services import keep, left_behind, media, refusal  # noqa: F401  a fixture
from tests.ports import free_port

pytestmark = pytest.mark.django_db
Scan = StoredFile.Scan
INFECTED = hostile.pdf(b"<< /Note 2 0 R >>", clamd.EICAR)


@pytest.fixture
def server(settings) -> Iterator[clamd.Clamd]:
    with clamd.running() as found:
        settings.CLAMAV_URL = found.url
        yield found


@pytest.fixture
def down(settings) -> None:
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{free_port()}"


def test_a_clean_file_is_asked_about_and_given_out(server):
    stored = keep(samples.PDF, "a.pdf")
    assert (stored.scan, server.seen) == (Scan.CLEAN, [len(samples.PDF)])
    response = file_response(stored, "a.pdf")
    assert b"".join(response) == samples.PDF
    response.close()


def test_an_infected_file_is_refused_and_leaves_nothing(server, media):  # noqa: F811  the fixture
    assert "Eicar-Test-Signature" in refusal(INFECTED, "a.pdf")
    assert left_behind(media) == []
    assert not StoredFile.objects.exists()


def test_without_a_scanner_nothing_is_asked():
    stored = keep(samples.PDF, "a.pdf")
    assert (stored.scan, stored.in_quarantine) == (Scan.NONE, False)
    assert quarantine.scan_waiting(timezone.now()) == 0


def test_while_the_scanner_is_down_a_file_is_kept_but_not_given_out(down):
    stored = keep(samples.PDF, "a.pdf")
    assert stored.scan == Scan.WAITING
    assert path_of(stored.sha256).read_bytes() == samples.PDF
    with pytest.raises(Refused, match="still being checked"):
        file_response(stored, "a.pdf")
    assert quarantine.scan_waiting(timezone.now()) == 0
    stored.refresh_from_db()
    assert stored.scan == Scan.WAITING


@pytest.mark.parametrize(("content", "verdict"), [(samples.PDF, Scan.CLEAN), (INFECTED, Scan.INFECTED)])
def test_what_waited_is_checked_when_the_scanner_is_back(settings, down, content, verdict):
    stored = keep(content, "a.pdf")
    with clamd.running() as server:
        settings.CLAMAV_URL = server.url
        assert quarantine.scan_waiting(timezone.now()) == 1
    stored.refresh_from_db()
    assert (stored.scan, stored.in_quarantine) == (verdict, verdict == Scan.INFECTED)


def test_an_infected_file_that_waited_is_never_given_out(settings, down):
    stored = keep(INFECTED, "a.pdf")
    with clamd.running() as server:
        settings.CLAMAV_URL = server.url
        quarantine.scan_waiting(timezone.now())
    stored.refresh_from_db()
    with pytest.raises(Refused, match="did not pass the virus check"):
        file_response(stored, "a.pdf")


def test_the_same_content_sent_again_and_found_clean_leaves_quarantine(settings, down):
    stored = keep(samples.PDF, "a.pdf")
    with clamd.running() as server:
        settings.CLAMAV_URL = server.url
        assert keep(samples.PDF, "b.pdf") == stored
    stored.refresh_from_db()
    assert stored.scan == Scan.CLEAN


@pytest.mark.parametrize(
    "trouble", [b"INSTREAM size limit exceeded. ERROR\0", b"\0", b"stream: OK, or not\0"]
)
def test_an_answer_that_is_no_verdict_keeps_the_file_waiting(server, trouble):
    server.trouble = trouble
    assert keep(samples.PDF, "a.pdf").scan == Scan.WAITING
