"""Opens a PDF that is locked against changes, in a process of its own: no secrets, little memory and time.

ISO 32000-2, 7.6.4: such a file opens with an empty password. Whatever goes wrong is an exit code.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.files.verdicts import Damaged

SECONDS = 20
MEMORY_BYTES = 1_500_000_000
MOST_BYTES = 256 * 1024 * 1024  # of the opened copy

CHILD = """
import resource, sys
for what, most in zip(("AS", "FSIZE", "CPU", "CORE"), map(int, sys.argv[3:])):
    resource.setrlimit(getattr(resource, "RLIMIT_" + what), (most, most))
import pypdfium2
with pypdfium2.PdfDocument(sys.argv[1]) as document:
    document.save(sys.argv[2], flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
"""


@contextmanager
def unlocked(path: Path) -> Iterator[Path]:
    """A copy of the PDF as it opens without a password; Damaged where it does not."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy.pdf")
        limits = [str(most) for most in (MEMORY_BYTES, MOST_BYTES, SECONDS, 0)]
        line = [sys.executable, "-I", "-c", CHILD, str(path), str(copy), *limits]
        try:
            subprocess.run(line, env={"PATH": ""}, capture_output=True, timeout=SECONDS, check=True)
        except (subprocess.SubprocessError, OSError) as error:
            raise Damaged from error
        if not copy.is_file() or not copy.stat().st_size:
            raise Damaged
        yield copy
