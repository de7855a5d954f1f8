"""The house: people, organizations, messages, look."""

from portal.celery import app as celery_app

VERSION = "0.1.0"  # pyproject.toml says the same

__all__ = ["VERSION", "celery_app"]
