"""The figures a city's monitoring reads: what this portal's processes counted, and what the rows say.

Upper apps add theirs from AppConfig.ready() by `register`.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPMethod
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils import timezone

if settings.METRICS_DIR:  # the library looks for its folder while it is imported
    Path(settings.METRICS_DIR).mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ.update({"PROMETHEUS_MULTIPROC_DIR": settings.METRICS_DIR})

from prometheus_client import (
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

logger = logging.getLogger(__name__)

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # seconds
_requests = Histogram(
    "kechuang_request_seconds", "Requests by view", ["view", "method", "status"], buckets=BUCKETS
)
_at_work = Gauge(
    "kechuang_at_work", "Requests being answered, by class", ["class"], multiprocess_mode="livesum"
)
_waited = Counter("kechuang_readers_asked_to_wait", "Reads that got the waiting page, by class", ["class"])
_sign_ins = Counter("kechuang_sign_ins", "Attempts to sign in", ["outcome"])

Sample = tuple[dict[str, str], float]


@dataclass(frozen=True)
class Figure:
    """A figure read from rows when somebody asks; `read(now)` gives its labels and values."""

    name: str
    meaning: str
    read: Callable[[datetime], Iterable[Sample]]


_figures: list[Figure] = []


def register(figure: Figure) -> None:
    """Show the figure at /metrics as `kechuang_<name>`."""
    _figures.append(figure)


def request_done(view: str, method: str, status: int, seconds: float) -> None:
    """Count a request; unknown methods are one, so that nobody can make the list grow."""
    known = method if method in HTTPMethod.__members__ else "OTHER"
    _requests.labels(view, known, f"{status // 100}xx").observe(seconds)


def at_work(kind: str, change: int) -> None:
    """A request of a class begins (1) or ends (-1)."""
    _at_work.labels(kind).inc(change)


def turned_away(kind: str) -> None:
    """A reader was asked to wait."""
    _waited.labels(kind).inc()


def signed_in(**_: object) -> None:
    _sign_ins.labels("ok").inc()


def sign_in_failed(**_: object) -> None:
    _sign_ins.labels("failed").inc()


class Rows(Collector):
    """Reads every registered figure; one that cannot be read is left out and logged."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = timezone.now()
        for figure in _figures:
            family = None
            try:
                with transaction.atomic():
                    family = family_of(figure, now)
            except (DatabaseError, OSError):
                logger.warning("The figure %s cannot be read.", figure.name)
            if family:
                yield family


def family_of(figure: Figure, now: datetime) -> GaugeMetricFamily:
    samples = list(figure.read(now))
    names = list(samples[0][0]) if samples else []
    family = GaugeMetricFamily(f"kechuang_{figure.name}", figure.meaning, labels=names)
    for labels, value in samples:
        family.add_metric(list(labels.values()), value)
    return family


def text() -> bytes:
    """Everything, in Prometheus' text format; with METRICS_DIR the counts of all web processes together."""
    registry = CollectorRegistry()
    if settings.METRICS_DIR:
        multiprocess.MultiProcessCollector(registry)
    registry.register(Rows())
    own = b"" if settings.METRICS_DIR else generate_latest(REGISTRY)
    return own + generate_latest(registry)
