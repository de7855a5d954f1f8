"""Errors reported to the city's Sentry or GlitchTip. Imported only where SENTRY_DSN is set."""

from typing import Any

import sentry_sdk
import structlog
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event

import portal
from portal.operations.scrubbing import scrub_all

# What a report may say of a request and of a person.
REQUEST, PERSON = {"method"}, {"id"}
AS_IT_IS = {"event_id", "timestamp", "level", "platform", "release", "environment", "sdk", "modules", "type"}


def clean(event: Event, hint: dict[str, Any]) -> Event:
    """A report without addresses, headers, bodies, cookies, names or local variables."""
    report: dict[str, Any] = dict(event)
    report["request"] = {k: v for k, v in report.get("request", {}).items() if k in REQUEST}
    report["user"] = {k: v for k, v in report.get("user", {}).items() if k in PERSON}
    report.pop("breadcrumbs", None)
    report.pop("extra", None)
    number = structlog.contextvars.get_contextvars().get("request_id", "")
    cleaned = {key: value if key in AS_IT_IS else scrub_all(value) for key, value in report.items()}
    cleaned["tags"] = {"request_id": number}
    return cleaned  # type: ignore[return-value]  # the same keys with cleaned values


def start(dsn: str) -> None:
    """Report what nobody caught, and what was logged as an error."""
    sentry_sdk.init(
        dsn=dsn,
        release=portal.VERSION,
        send_default_pii=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(), CeleryIntegration()],
        traces_sample_rate=None,
        server_name="portal",
        before_send=clean,
    )
