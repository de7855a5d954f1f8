"""The Celery application: broker hints come from Redis, the truth from PostgreSQL."""

import logging
from typing import Any

from celery import Celery, Task
from celery.result import AsyncResult
from celery.signals import celeryd_init, worker_ready
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


class HintedTask(Task):
    """A task whose `delay()` is a hint: without a broker it is logged, never raised.

    The clock finds the same work again from its rows.
    """

    abstract = True

    def apply_async(self, *args: Any, **kwargs: Any) -> AsyncResult | None:
        try:
            return super().apply_async(*args, **kwargs)
        except (OperationalError, OSError) as error:
            logger.warning("%s waits for the clock, no broker: %s", self.name, error)
            return None


app = Celery("portal", task_cls=HintedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@celeryd_init.connect
def wait_for_the_broker(conf: Any, **_: Any) -> None:
    """A worker may wait for its broker; only a web request may not."""
    conf.broker_transport_options = {"socket_connect_timeout": 5}


@worker_ready.connect
def tick_at_once(**_: Any) -> None:
    """Whatever fell due while no worker ran is due now."""
    app.send_task("portal.inbox.tasks.tick")
