"""The portal's Celery application with a clock that beats every second and small batches of reminders."""

from typing import Any

from celery.signals import worker_init

from portal.celery import app

__all__ = ["app"]

app.conf.beat_schedule = {name: {**entry, "schedule": 1.0} for name, entry in app.conf.beat_schedule.items()}


@worker_init.connect
def in_small_batches(**_: Any) -> None:
    from portal.inbox import reminders  # models exist only after setup

    reminders.BATCH = 100
