"""Looks at what strangers sent in a process of its own: little memory, little time, no secrets.

Whatever goes wrong there is an exit code: a crash of a decoder is a damaged file, not a dead portal.
"""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Timer

HOUSE = Path(__file__).resolve().parents[1]
BEGIN = """
import resource, sys, types
for what, most in zip(("AS", "FSIZE", "CPU", "CORE"), map(int, sys.argv[1:5])):
    resource.setrlimit(getattr(resource, "RLIMIT_" + what), (most, most))
house = sys.modules["portal"] = types.ModuleType("portal")
house.__path__ = [sys.argv[5]]  # the package without what it starts
from importlib import import_module
sys.exit(import_module(sys.argv[6]).child(*sys.argv[7:]))
"""
MEMORY_BYTES = 2_500_000_000  # of addresses: libraries and their threads reserve more than they use
MOST_BYTES = 512 * 1024 * 1024  # of a file it writes
GRACE_SECONDS = 10  # besides the seconds of processor time


class Failed(Exception):
    """The process ended with this code; a negative one is the signal that stopped it."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def run(
    module: str, *arguments: str | Path, seconds: int, said: Callable[[str], None] = lambda line: None
) -> None:
    """Call `child(*arguments)` of a module; Failed unless it answers 0 or None.

    `seconds` of processor time, and six times as long on a busy machine. `said` gets each line it prints.
    """
    limits = [str(most) for most in (MEMORY_BYTES, MOST_BYTES, seconds, 0)]
    line = [sys.executable, "-I", "-c", BEGIN, *limits, str(HOUSE), module, *map(str, arguments)]
    with subprocess.Popen(
        line, env={"PATH": ""}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        stop = Timer(seconds * 6 + GRACE_SECONDS, process.kill)
        stop.start()
        try:
            for words in process.stdout or ():
                said(words.strip())
            code = process.wait()
        finally:
            process.kill()
            stop.cancel()
    if code:
        raise Failed(code)
