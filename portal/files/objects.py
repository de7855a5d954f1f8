"""Contents in S3-compatible storage: `<prefix>ab/cd/<sha256>` in a private bucket, checked by its hash."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from urllib.parse import parse_qs, unquote, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage

from portal.files.storage import PIECES, Arrival, Gone, Unavailable

_MISSING = {"404", "NoSuchKey", "NotFound"}
CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 3


def options_of(url: str) -> dict[str, Any]:
    """The options of S3Storage in s3://key:secret@host:port/bucket/prefix?region=…&tls=0.

    Without a host it is the endpoint of the region; without a key boto3 looks for one itself.
    """
    parts = urlsplit(url)
    bucket, _slash, prefix = parts.path.strip("/").partition("/")
    if parts.scheme != "s3" or not bucket:
        raise ImproperlyConfigured("FILES_URL is not s3://key:secret@host/bucket (see .env.example).")
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = parts.netloc.rpartition("@")[2]
    scheme = "http" if query.get("tls") == "0" else "https"
    return {
        "access_key": unquote(parts.username) if parts.username else None,
        "secret_key": unquote(parts.password) if parts.password else None,
        "bucket_name": bucket,
        "location": f"{prefix}/" if prefix else "",
        "endpoint_url": f"{scheme}://{host}" if host else None,
        "region_name": query.get("region"),
        "default_acl": None,
        "querystring_auth": True,
        "client_config": Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"max_attempts": ATTEMPTS, "mode": "standard"},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
        ),
    }


class Bucket:
    """A bucket that only the portal reads."""

    def __init__(self, url: str) -> None:
        self._storage = S3Storage(**options_of(url))

    def keep(self, arrived: Arrival) -> None:
        """Send the content with its hash: the storage refuses what arrives changed."""
        checksum = base64.b64encode(bytes.fromhex(arrived.sha256)).decode()
        with arrived.path.open("rb") as content, _answers(arrived.sha256):
            self._object(arrived.sha256).put(
                Body=content, ChecksumSHA256=checksum, ContentType="application/octet-stream"
            )

    def open(self, sha256: str) -> IO[bytes]:
        """A stream of the content, never the whole in memory."""
        with _answers(sha256):
            body: IO[bytes] = self._object(sha256).get()["Body"]
            return body

    def remove(self, sha256: str) -> None:
        with _answers(sha256):
            self._object(sha256).delete()

    def names(self) -> Iterator[str]:
        with _answers(""):
            for found in self._storage.bucket.objects.filter(Prefix=self._storage.location):
                if not found.key.startswith(self._piece("")):
                    yield found.key.rpartition("/")[2]

    def keep_piece(self, upload: str, offset: int, path: Path) -> None:
        with path.open("rb") as content, _answers(upload):
            self._storage.bucket.Object(self._piece(f"{upload}/{offset}")).put(Body=content)

    def open_piece(self, upload: str, offset: int) -> IO[bytes]:
        with _answers(upload):
            body: IO[bytes] = self._storage.bucket.Object(self._piece(f"{upload}/{offset}")).get()["Body"]
            return body

    def remove_pieces(self, upload: str) -> None:
        with _answers(upload):
            self._storage.bucket.objects.filter(Prefix=self._piece(f"{upload}/")).delete()

    def _piece(self, name: str) -> str:
        return f"{self._storage.location}{PIECES}/{name}"

    def _object(self, sha256: str) -> Any:
        return self._storage.bucket.Object(f"{self._storage.location}{sha256[:2]}/{sha256[2:4]}/{sha256}")


class _answers:
    """Failures of the storage, in the portal's words."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, ClientError) and error.response["Error"]["Code"] in _MISSING:
            raise Gone(self.sha256) from error
        if isinstance(error, ClientError | BotoCoreError):
            raise Unavailable(str(error)) from error
