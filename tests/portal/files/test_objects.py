"""Against a real S3 server in a process of its own."""

import hashlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import boto3
import pytest
from botocore.config import Config
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404

from portal.api.problems import Refused
from portal.files.objects import Bucket, options_of
from portal.files.services import file_response
from portal.files.storage import Gone, place
from tests.portal.files import samples
from tests.portal.files.test_services import keep, left_behind, media, refusal  # noqa: F401  a fixture
from tests.ports import free_port

pytestmark = pytest.mark.django_db
HASH = hashlib.sha256(samples.PDF).hexdigest()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"127.0.0.1:{port}"
    try:
        _wait(f"http://{address}/moto-api/")
        client = boto3.client(
            "s3",
            endpoint_url=f"http://{address}",
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket="uploads")
        client.close()
        yield address
    finally:
        process.terminate()
        process.wait()


def _wait(url: str) -> None:
    for _attempt in range(200):
        try:
            with urllib.request.urlopen(url):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise TimeoutError(url)


@pytest.fixture
def bucket(server, settings) -> str:
    settings.FILES_URL = f"s3://key:secret@{server}/uploads/portal?tls=0&region=us-east-1"
    return server


def test_a_file_lies_in_the_bucket_under_its_hash_and_not_on_the_disk(bucket, media):  # noqa: F811  the fixture
    stored = keep(samples.PDF, "a.pdf")
    assert left_behind(media) == []
    assert stored.sha256 in set(place().names())
    response = file_response(stored, "证明.pdf")
    assert response.headers["Content-Length"] == str(len(samples.PDF))
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"".join(response) == samples.PDF
    response.close()


def test_nobody_reads_it_without_the_portal(bucket):
    keep(samples.PDF, "a.pdf")
    assert options_of(f"s3://key:secret@{bucket}/uploads")["default_acl"] is None
    response = file_response(keep(samples.PDF, "a.pdf"), "a.pdf")
    assert "Location" not in response.headers
    response.close()


def test_a_content_that_is_gone_is_not_found(bucket):
    stored = keep(samples.PDF, "a.pdf")
    place().remove(stored.sha256)
    with pytest.raises(Http404):
        file_response(stored, "a.pdf")
    with pytest.raises(Gone):
        place().open(stored.sha256)
    place().remove(stored.sha256)


def test_while_the_storage_is_down_an_upload_is_refused_with_a_sentence(settings, monkeypatch):
    monkeypatch.setattr("portal.files.objects.ATTEMPTS", 1)
    settings.FILES_URL = f"s3://key:secret@127.0.0.1:{free_port()}/uploads?tls=0&region=us-east-1"
    assert refusal(samples.PDF, "a.pdf").startswith("Files cannot be kept at the moment.")


def test_while_the_storage_is_down_a_download_says_so(bucket, settings, monkeypatch):
    stored = keep(samples.PDF, "a.pdf")
    monkeypatch.setattr("portal.files.objects.ATTEMPTS", 1)
    settings.FILES_URL = f"s3://key:secret@127.0.0.1:{free_port()}/other?tls=0&region=us-east-1"
    with pytest.raises(Refused, match="cannot be fetched"):
        file_response(stored, "a.pdf")


def test_the_address_of_a_bucket_is_read():
    options = options_of("s3://a%2Fb:c%40d@minio.example:9000/uploads/city?region=cn-east-1")
    assert (options["access_key"], options["secret_key"]) == ("a/b", "c@d")
    assert (options["endpoint_url"], options["location"]) == ("https://minio.example:9000", "city/")
    assert isinstance(options["client_config"], Config)
    assert options_of("s3:///uploads?region=cn-north-1")["endpoint_url"] is None
    with pytest.raises(ImproperlyConfigured):
        Bucket("https://minio.example/uploads")


def test_pieces_lie_in_the_bucket_until_the_file_is_whole(bucket, media, tmp_path):  # noqa: F811  the fixture
    for offset, content in ((0, b"one"), (3, b"two")):
        piece = tmp_path / str(offset)
        piece.write_bytes(content)
        place().keep_piece("0a", offset, piece)
    with place().open_piece("0a", 3) as read:
        assert read.read() == b"two"
    assert set(place().names()) <= {HASH}
    place().remove_pieces("0a")
    with pytest.raises(Gone):
        place().open_piece("0a", 0)
