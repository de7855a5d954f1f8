"""The command of the embedded Redis."""

from pathlib import Path

from portal.sandbox import binaries
from portal.sandbox.account import Account
from portal.sandbox.plans import Child
from portal.sandbox.postgresql import ENVIRONMENT


def child(account: Account | None, data: Path, run: Path, log: Path) -> Child:
    """The server on a socket in the run folder; it keeps nothing, since PostgreSQL is the truth."""
    options = {
        "port": "0",
        "unixsocket": str(run / "redis.sock"),
        "unixsocketperm": "700",
        "dir": str(data),
        "save": "",
        "appendonly": "no",
    }
    argv = [str(binaries.redis(account))]
    for name, value in options.items():
        argv += [f"--{name}", value]
    return Child("Redis", argv, log, Path("/"), ENVIRONMENT, account=account)
