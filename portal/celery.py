"""The Celery application: broker hints come from Redis, the truth from PostgreSQL."""

from celery import Celery

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
