"""When a request was received."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from portal.ui.middleware import FILES_AT_ONCE, ReceivedAtMiddleware, proxy_time
from tests.factories.accounts import UserFactory, bearer

NINE = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def received(request: HttpRequest) -> datetime:
    ReceivedAtMiddleware(lambda request: HttpResponse())(request)
    found: datetime = request.received_at  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("factor", [1, 1_000, 1_000_000])
def test_proxy_time_reads_seconds_milliseconds_and_microseconds(factor: int) -> None:
    assert proxy_time(f"t={int(NINE.timestamp()) * factor}") == NINE


@pytest.mark.parametrize("header", ["", "t=", "yesterday", "nan", "1e400", "-1e30"])
def test_proxy_time_is_nothing_for_nonsense(header: str) -> None:
    assert proxy_time(header) is None


def test_received_at_is_now_without_a_trusted_proxy(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = False
    before = timezone.now()
    assert received(rf.get("/", headers={"X-Request-Start": "t=1"})) >= before


def test_received_at_is_what_the_trusted_proxy_wrote(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = True
    header = f"t={NINE.timestamp()}"
    assert received(rf.get("/", headers={"X-Request-Start": header})) == min(NINE, timezone.now())


def test_received_at_is_never_in_the_future(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUST_REQUEST_START = True
    later = timezone.now() + timedelta(days=1)
    assert received(rf.get("/", headers={"X-Request-Start": f"t={later.timestamp()}"})) <= timezone.now()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/organizations/%00/", "/programs/%00/", "/applications/%00/", "/api/v1/organizations/%00/"]
)
def test_a_nul_in_the_path_is_not_found(client: Client, path: str) -> None:
    client.force_login(UserFactory())
    assert client.get(path).status_code == 404


def sending(client: Client, path: str, size: int, **headers: str) -> HttpResponse:
    """A body that is announced with a size; only as much of it is read as is there."""
    return client.generic(  # type: ignore[return-value]
        "POST", path, b"", "multipart/form-data; boundary=x", headers=headers, CONTENT_LENGTH=str(size)
    )


@pytest.mark.django_db
def test_a_visitor_uploads_nothing_large(client: Client, settings: Settings) -> None:
    size = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert sending(client, "/language/", size).status_code != 413
    refused = sending(client, "/language/", size + 1)
    assert refused.status_code == 413
    assert "default-src 'none'" in refused["Content-Security-Policy"]
    assert "内容过大" in refused.content.decode()
    assert sending(client, "/language/", size + 1, Authorization="Bearer x").status_code == 413


@pytest.mark.django_db
def test_who_is_signed_in_uploads_as_many_files_as_a_question_takes(
    client: Client, settings: Settings
) -> None:
    user, size = UserFactory(), FILES_AT_ONCE * settings.UPLOAD_MAX_BYTES
    client.force_login(user)
    assert sending(client, "/language/", size).status_code != 413
    assert sending(client, "/language/", 2 * size).status_code == 413
    api, headers = "/api/v1/applications/", bearer(user)
    assert sending(Client(), api, size, **headers).status_code == 415
    assert sending(Client(), api, 2 * size, **headers)["Content-Type"] == "application/problem+json"
