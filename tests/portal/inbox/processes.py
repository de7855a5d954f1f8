"""Workers at once: threads with connections of their own, and processes that can be killed."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

from django.db import connection

PATIENCE = 60.0


def in_parallel(*functions: Callable[[], Any]) -> list[Any]:
    """Run each on a connection of its own, all starting together; what they answered."""
    barrier, answers = threading.Barrier(len(functions)), {}

    def run(number: int, function: Callable[[], Any]) -> None:
        try:
            barrier.wait(PATIENCE)
            answers[number] = function()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return [answers[number] for number in range(len(functions))]


def worker_process(
    task: str, module: str = "portal.inbox.tasks", **environment: str
) -> "subprocess.Popen[bytes]":
    """A worker of its own on this test's database, doing one task."""
    settings = connection.settings_dict
    url = f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"
    code = f"import django; django.setup(); from {module} import {task}; {task}()"
    return subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {"DATABASE_URL": url} | environment
    )
