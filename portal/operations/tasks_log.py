"""The number of the request that asked for a task goes with it into the worker's lines."""

import uuid
from typing import Any

import structlog
from celery import signals

HEADER = "kechuang_request_id"


def carry(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """The one who asks writes the number into the task's headers."""
    number = structlog.contextvars.get_contextvars().get("request_id")
    if number and headers is not None:
        headers.setdefault(HEADER, number)


def take_up(task: Any = None, **_: Any) -> None:
    """The worker's lines carry it; what the clock started has a number of its own."""
    structlog.contextvars.clear_contextvars()
    number = told(task.request) if task else None
    structlog.contextvars.bind_contextvars(
        request_id=number or uuid.uuid4().hex, task=task.name if task else ""
    )


def told(request: Any) -> str | None:
    """The number in the headers of the task's message."""
    return getattr(request, HEADER, None) or (request.headers or {}).get(HEADER)


def put_down(**_: Any) -> None:
    structlog.contextvars.clear_contextvars()


def keep_our_logging(**_: Any) -> None:
    """A worker that is told so leaves logging as settings.LOGGING has it."""


def connect() -> None:
    signals.before_task_publish.connect(carry, weak=False, dispatch_uid="operations.carry")
    signals.task_prerun.connect(take_up, weak=False, dispatch_uid="operations.take_up")
    signals.task_postrun.connect(put_down, weak=False, dispatch_uid="operations.put_down")
    signals.setup_logging.connect(keep_our_logging, weak=False, dispatch_uid="operations.logging")
