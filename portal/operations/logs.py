"""One JSON line per event on the standard output, with the request's number and without personal data."""

import logging
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from portal.operations.scrubbing import scrub_all

# What the portal itself sets, from closed lists; scrubbing would only cost time.
SAFE = {"timestamp", "level", "logger", "request_id"}
SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def scrub_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Personal data leaves every text of the event, the traceback included."""
    for key, value in event.items():
        if key not in SAFE and not key.startswith("_"):
            event[key] = scrub_all(value)
    return event


def formatter(readable: bool = False) -> logging.Formatter:
    """The formatter named in settings.LOGGING: JSON, or for development one readable line."""
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if readable:
        renderer = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            scrub_event,
            renderer,
        ],
    )


def configure() -> None:
    """What structlog's loggers write goes to the handlers of settings.LOGGING."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
