"""What every test may use: services of its own, a live server, a browser."""

import os
import sys
from typing import Any

import pytest

pytest_plugins = ["portal.sandbox.pytest_plugin", "tests.browser"]

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """Tests open sockets to this machine only."""
    if (
        event == "socket.connect"
        and isinstance(address := arguments[1], tuple)
        and address[0] not in LOOPBACK
    ):
        raise PermissionError(f"A test wanted to connect to {address[0]}.")


sys.addaudithook(refuse_other_machines)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Whole matrices run where CI=true."""
    if os.environ.get("CI") == "true":
        return
    left_out = [item for item in items if item.get_closest_marker("exhaustive")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
