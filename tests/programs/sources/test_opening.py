"""Real processes read real files; hostile ones harm none but themselves."""

import os
import re
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from programs.sources import child, opening
from tests.programs.sources import papers
from tests.programs.sources.papers import wrapped


def test_a_page_has_a_picture_and_its_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.pdf([["第一章　总则", *wrapped("为了支持企业，" * 8)], ["第二章"]]))
    assert opening.count(path) == 2
    page = opening.page(path, 1, tmp_path)
    assert page.text.split("\r\n")[0] == "第一章　总则"
    assert (page.width, page.height) == (1000, 1416)
    assert page.picture.startswith(b"\x89PNG\r\n\x1a\n")


def test_a_scan_has_a_picture_and_no_text(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.scan(1))
    page = opening.page(path, 1, tmp_path)
    assert (page.text, page.picture[:4]) == ("", b"\x89PNG")
    assert len(page.picture) > 5_000


def test_a_strip_of_paper_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.pdf([["第一章"]]).replace(b"[0 0 595 842]", b"[0 0 2 14400]"))
    page = opening.page(path, 1, tmp_path)
    assert page.height <= 2400


def test_a_damaged_file_is_unreadable(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nnothing\n%%EOF")
    with pytest.raises(opening.Unreadable):
        opening.count(path)


@pytest.mark.exhaustive
def test_a_part_larger_than_any_document_is_unreadable(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w>" + b"<p/>" * 12_000_000 + b"</w>")
    with pytest.raises(opening.Unreadable):
        opening.word(path)


def test_the_process_has_little_memory_and_time():
    code = (
        "import resource as r\nfrom programs.sources import child\nchild.confine()\n"
        "print(r.getrlimit(r.RLIMIT_CPU)[1], r.getrlimit(r.RLIMIT_FSIZE)[1], flush=True)\n"
        "bytearray(2 * child.MEMORY_BYTES)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.split() == [str(child.CPU_SECONDS), str(child.FILE_BYTES)]
    assert done.stderr.rstrip().endswith("MemoryError")


@pytest.mark.exhaustive
def test_it_takes_its_limits_before_it_opens_anything(tmp_path):
    path = tmp_path / "a.docx"
    os.mkfifo(path)
    waiting = subprocess.Popen([sys.executable, "-m", "programs.sources.child", "docx", str(path)])
    try:
        time.sleep(1)  # it waits for somebody who writes
        limits = Path(f"/proc/{waiting.pid}/limits").read_text()
        assert re.search(rf"Max cpu time +{child.CPU_SECONDS} ", limits)
        assert re.search(rf"Max address space +{child.MEMORY_BYTES} ", limits)
    finally:
        waiting.kill()
        waiting.wait()


@pytest.mark.exhaustive
def test_a_process_that_hangs_is_ended(tmp_path, monkeypatch):
    """A file that is a pipe nobody writes to."""
    monkeypatch.setattr(opening, "SECONDS", 1)
    path = tmp_path / "a.docx"
    os.mkfifo(path)
    with pytest.raises(opening.Unreadable, match="timed out"):
        opening.word(path)


def test_the_process_knows_no_secret(tmp_path, monkeypatch):
    """It is started without the portal's environment."""
    monkeypatch.setenv("SECRET_KEY", "not for readers")
    script = tmp_path / "sitecustomize.py"
    script.write_text("raise SystemExit(3)")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # would end every process that took it over
    path = tmp_path / "a.pdf"
    path.write_bytes(papers.scan(1))
    assert opening.count(path) == 1
