"""Runs child processes exactly as long as somebody holds on to it.

A script of the standard library only, so that it starts at once. The first line of standard input is
the plan (JSON, see `plans.py`). Whoever wrote it holds on by keeping that pipe open, others by a
connection to the plan's control socket; the kernel closes both when a holder dies, however it dies.
When the last holder is gone, a child has ended, or a signal comes, every child is stopped. Should the
guardian itself be killed, the kernel signals the children.
"""

import contextlib
import ctypes
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

GRACE_SECONDS = 12.0
PR_SET_PDEATHSIG = 1


def main() -> int:
    signals, wakeup = socket.socketpair()
    for end in (signals, wakeup):
        end.setblocking(False)
    signal.set_wakeup_fd(wakeup.fileno())
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    plan = json.loads(read_line())
    listener = listen(plan["control"]) if plan["control"] else None
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for child in plan["children"]:
            children[child["name"]] = start(child)
        say({"started": {name: child.pid for name, child in children.items()}})
        watch(children, signals, listener)
    except OSError as error:
        say({"failed": str(error)})
    finally:
        if listener:
            listener.close()
        stop(plan, children)
        for folder in plan["remove"]:
            shutil.rmtree(folder, ignore_errors=True)
    return 0


def read_line() -> bytes:
    """One line of standard input, unbuffered: the selector must see what follows."""
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(0, 1)
        if not piece:
            raise SystemExit("The guardian got no plan.")
        line += piece
    return line


def say(event: dict[str, Any]) -> None:
    """Tell the first holder, who may be gone."""
    with contextlib.suppress(OSError):
        os.write(1, json.dumps(event).encode() + b"\n")


def listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    Path(path).chmod(0o600)
    listener.listen()
    return listener


def start(child: dict[str, Any]) -> subprocess.Popen[bytes]:
    """The child in its own process group, its output appended to its log."""
    stop_signal = signal.Signals[child["stop"]]
    account = child["account"]
    identity: dict[str, Any] = (
        {"user": account["uid"], "group": account["gid"], "extra_groups": []} if account else {}
    )
    with Path(child["log"]).open("ab") as log:
        return subprocess.Popen(
            child["argv"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=child["cwd"],
            env=child["env"],
            start_new_session=True,
            preexec_fn=signal_on_death(stop_signal),
            **identity,
        )


def signal_on_death(number: signal.Signals) -> Callable[[], None] | None:
    """Asks the kernel (Linux) to signal the child when its guardian dies."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    guardian = os.getpid()

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != guardian:
            os.kill(os.getpid(), number)

    return ask


def watch(
    children: dict[str, subprocess.Popen[bytes]], signals: socket.socket, listener: socket.socket | None
) -> None:
    """Returns when there is no holder left, a child has ended or a signal came."""
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ, "holder")
    selector.register(signals, selectors.EVENT_READ, "signal")
    if listener:
        selector.register(listener, selectors.EVENT_READ, "arrival")
    holders = 1
    while holders:
        for key, _ in selector.select():
            if key.data == "signal":
                numbers = signals.recv(64)
                if any(number != signal.SIGCHLD for number in numbers) or has_ended(children):
                    return
            elif key.data == "arrival" and listener:
                holder, _ = listener.accept()
                holder.sendall(b"held\n")
                selector.register(holder, selectors.EVENT_READ, "holder")
                holders += 1
            elif has_left(key.fileobj):
                selector.unregister(key.fileobj)
                holders -= 1


def has_left(holder: Any) -> bool:
    """Whether the holder's end is closed; what it sends is dropped."""
    try:
        return not (os.read(0, 4096) if holder == 0 else holder.recv(4096))
    except OSError:
        return True


def has_ended(children: dict[str, subprocess.Popen[bytes]]) -> bool:
    ended = [(name, child.returncode) for name, child in children.items() if child.poll() is not None]
    for name, code in ended:
        say({"ended": name, "code": code})
    return bool(ended)


def stop(plan: dict[str, Any], children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Every child gets its stop signal, the last started first, then its whole group is killed."""
    for child in reversed(plan["children"]):
        process = children.get(child["name"])
        if process and process.poll() is None:
            process.send_signal(signal.Signals[child["stop"]])
    deadline = time.monotonic() + GRACE_SECONDS
    for process in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
    for process in children.values():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
