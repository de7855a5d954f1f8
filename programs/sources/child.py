"""A process that reads one hostile file and nothing else: no database, no secrets, little memory and time.

python -m programs.sources.child count <file>            prints {"pages": n}
python -m programs.sources.child page <file> <n> <png>   draws a page, prints {"text", "width", "height"}
python -m programs.sources.child docx <file>             prints {"pages": [[[text, automatic], …], …]}

Whatever goes wrong is an exit code; `programs.sources.opening` is its only caller.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY_BYTES = 1_500_000_000
CPU_SECONDS = 40
FILE_BYTES = 32 * 1024 * 1024


def confine() -> None:
    """Take away what a reader of one page never needs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(command: str, path: Path, *rest: str) -> dict[str, Any]:
    """What the command finds."""
    if command == "docx":
        from programs.sources.word import pages_of

        return {"pages": pages_of(path)}
    from programs.sources import drawing

    if command == "count":
        return {"pages": drawing.count(path)}
    number, picture = rest
    return drawing.page(path, int(number), Path(picture))


def main() -> None:
    """Answer one command in JSON."""
    confine()
    command, path, *rest = sys.argv[1:]
    sys.stdout.write(json.dumps(answer(command, Path(path), *rest)))


if __name__ == "__main__":
    main()
