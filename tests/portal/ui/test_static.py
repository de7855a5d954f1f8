"""Vendored files are what they claim to be, and every reference survives the hashed names."""

import hashlib
import shutil
from pathlib import Path

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

UI = Path(__file__).resolve().parents[3] / "portal" / "ui"


def test_vendored_files_match_their_record() -> None:
    lines = (UI / "VENDORED.txt").read_text().split("\n\n")[1].splitlines()
    recorded = {name: digest for digest, name in (line.split("  ") for line in lines)}
    kept = [*(UI / "static/vendor").iterdir(), *(UI / "icons").glob("*.svg")]
    found = {path.relative_to(UI).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in kept}
    assert found == recorded


def test_vendored_files_have_no_source_maps() -> None:
    assert [path for path in (UI / "static/vendor").iterdir() if "sourceMappingURL" in path.read_text()] == []


def test_references_resolve_to_hashed_names(tmp_path: Path) -> None:
    shutil.copytree(UI / "static", tmp_path, dirs_exist_ok=True)
    storage = ManifestStaticFilesStorage(location=tmp_path)
    names = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    results = list(storage.post_process({name: (storage, name) for name in names}))
    assert [name for name, _hashed, problem in results if isinstance(problem, Exception)] == []
    site = (tmp_path / storage.stored_name("ui/site.css")).read_text()
    assert Path(storage.stored_name("vendor/tabler.min.css")).name in site
