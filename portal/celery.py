"""The Celery application: broker hints come from Redis, the truth from PostgreSQL."""

import os
from typing import Any

from celery import Celery
from celery.signals import celeryd_init, worker_ready
from kombu.transport.redis import QoS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Hints that were not worked off need not go back to the broker, the rows tell the same; and a worker that
# tries so over a connection it has just lost ends with an error (kombu 5.7).
QoS.restore_at_shutdown = False


@celeryd_init.connect
def wait_for_the_broker(conf: Any, **_: Any) -> None:
    """A worker may wait for its broker; only a web request may not."""
    conf.broker_transport_options = {"socket_connect_timeout": 5}


@worker_ready.connect
def tick_at_once(**_: Any) -> None:
    """Whatever fell due while no worker ran is due now."""
    app.send_task("portal.inbox.tasks.tick")
