"""A hint to the worker costs a web request at most about a second."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

from portal.celery import app


def app_at(broker: Path) -> Celery:
    """An app like ours whose broker listens there."""
    stranger = Celery(broker=f"redis+socket://{broker}", set_as_current=False)
    for name in ("broker_transport_options", "task_publish_retry", "task_ignore_result"):
        setattr(stranger.conf, name, getattr(settings, f"CELERY_{name.upper()}"))
    return stranger


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Path]:
    """A broker that takes connections and never answers."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "silent"))
        listener.listen()
        yield tmp_path / "silent"


def seconds_to_fail(stranger: Celery) -> float:
    began = time.monotonic()
    with pytest.raises(OperationalError):
        stranger.send_task("hint")
    return time.monotonic() - began


def test_hint_without_a_broker_fails_at_once(tmp_path):
    assert seconds_to_fail(app_at(tmp_path / "nobody-listens")) < 1


def test_hint_to_a_silent_broker_fails_after_a_second(silent):
    assert 0.5 < seconds_to_fail(app_at(silent)) < 3


def test_hint_reaches_the_broker():
    queue = "hints-of-a-test"
    app.send_task("hint", queue=queue)
    with app.connection_for_read() as connection, connection.SimpleQueue(queue) as waiting:
        assert waiting.get(timeout=2).headers["task"] == "hint"


@pytest.mark.parametrize("name", ["tick", "deliver"])
def test_scheduled_task_is_registered(name):
    app.loader.import_default_modules()
    assert app.conf.beat_schedule[name]["task"] in app.tasks
