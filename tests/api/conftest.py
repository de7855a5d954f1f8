"""The portal's description as schemathesis reads it, over the connection of the test."""

import socket
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")


@cache
def application() -> Any:
    """The portal, made once the services have started; without the signs of life of a web process."""
    return get_wsgi_application()


def portal(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """The portal with every answer read and closed: the client of the checks leaves downloads open."""
    answer = application()({"REMOTE_ADDR": "127.0.0.1"} | environ, start_response)
    try:
        return [b"".join(answer)]
    finally:
        answer.close()


@pytest.fixture(autouse=True)
def _invented_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The invented hosts of the examples lie in the internet; nobody is asked for them."""
    ask = socket.getaddrinfo

    def answer(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        return ask("93.184.215.14" if str(host).endswith(".example") else host, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", answer)


@pytest.fixture
def described(db: None, settings: Any) -> Iterator[Any]:
    """The schema as the portal serves it; more requests than anybody makes in a minute."""
    settings.API_RATE = settings.API_RATE_ANONYMOUS = 1_000_000
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/schema/?format=json", portal)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
