"""Whether the process lives (`/healthz`) and whether it can take applications (`/readyz`)."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import redis
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

HEARTBEAT_LIMIT = timedelta(minutes=3)
REDIS_SECONDS = 1
MIGRATED = Event()  # looked up until it is so; then it stays so for the life of this process


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """503 without the database or a migration; the portal works on without Redis or worker."""
    required = {"database": answers(has_database)}
    required["migrations"] = required["database"] and answers(is_migrated)
    helpful = {"redis": answers(has_redis), "worker": required["migrations"] and answers(has_worker)}
    document = {name: "ok" if well else "unavailable" for name, well in required.items()}
    document |= {name: "ok" if well else "degraded" for name, well in helpful.items()}
    return JsonResponse(document, status=200 if all(required.values()) else 503)


def answers(probe: Callable[[], bool]) -> bool:
    """The probe's answer; a service that cannot be reached is a no."""
    try:
        return probe()
    except (DatabaseError, redis.RedisError, OSError):
        return False


def has_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def is_migrated() -> bool:
    if not MIGRATED.is_set():
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            MIGRATED.set()
    return MIGRATED.is_set()


def has_redis() -> bool:
    with redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_SECONDS, socket_connect_timeout=REDIS_SECONDS
    ) as client:
        return bool(client.ping())


def has_worker() -> bool:
    """Whether the worker ticked lately. By name: the messages app is a floor above."""
    heartbeats = apps.get_model("inbox", "Heartbeat")._default_manager
    return heartbeats.filter(name="worker", at__gt=timezone.now() - HEARTBEAT_LIMIT).exists()
