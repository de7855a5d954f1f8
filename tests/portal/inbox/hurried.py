"""The portal's Celery application with a clock that beats every second."""

from portal.celery import app

__all__ = ["app"]

app.conf.beat_schedule = {name: {**entry, "schedule": 1.0} for name, entry in app.conf.beat_schedule.items()}
