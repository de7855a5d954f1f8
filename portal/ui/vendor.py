"""Fetches the vendored style sheet, scripts and icons, and writes what they are into VENDORED.txt.

Run `python portal/ui/vendor.py [icon…]` (needs npm): refreshes everything and adds the icons named.
Versions are fixed here; an archive whose digest differs is refused.
"""

import hashlib
import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

UI = Path(__file__).resolve().parent
STATIC = UI / "static" / "vendor"
ICONS = UI / "icons"

# package, version, licence, SHA-256 of the package archive
TABLER = (
    "@tabler/core",
    "1.0.0",
    "MIT",
    "961c35dfacae28bff16a63604754dfac640d74694636a7dfe8642602d86a1f30",
)
HTMX = (
    "htmx.org",
    "2.0.11",
    "0BSD",
    "165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
)
TUS = (
    "tus-js-client",
    "4.3.1",
    "MIT",
    "919f46808b2c689be9214df5c0f21879bee4a4599b34e212ada8f14de1db9bc0",
)
TABLER_ICONS = (
    "@tabler/icons",
    "3.51.0",
    "MIT",
    "b30108713d3fa60aee862c2a133225da8e0f309be0708fe2925763ff810c766c",
)


def archive(package: tuple[str, str, str, str]) -> tarfile.TarFile:
    """The package's files, read through npm; raises ValueError when the digest differs."""
    name, version, _, expected = package
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        content = next(Path(folder).glob("*.tgz")).read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise ValueError(f"{name} {version}: archive is {found}, expected {expected}")
    return tarfile.open(fileobj=io.BytesIO(content), mode="r:gz")


def text(files: tarfile.TarFile, path: str) -> str:
    """One text file of the archive without its source map comment."""
    member = files.extractfile(f"package/{path}")
    if member is None:
        raise FileNotFoundError(path)
    content = member.read().decode()
    return re.sub(r"\s*(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S*)\s*$", "\n", content)


def drawing(svg: str) -> str:
    """The shapes inside an outline icon, without the invisible bounding box."""
    inner = re.sub(r"^.*?<svg.*?>|</svg>\s*$", "", svg, flags=re.S)
    inner = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner)
    return re.sub(r"\s*\n\s*", "", inner).replace(" />", "/>") + "\n"


def main(new_icons: list[str]) -> None:
    """Rewrite the vendored files and their record."""
    STATIC.mkdir(parents=True, exist_ok=True)
    with archive(TABLER) as files:
        (STATIC / "tabler.min.css").write_text(text(files, "dist/css/tabler.min.css"))
        (STATIC / "tabler.LICENSE").write_text(text(files, "LICENSE"))
    with archive(HTMX) as files:
        (STATIC / "htmx.min.js").write_text(text(files, "dist/htmx.min.js"))
        (STATIC / "htmx.LICENSE").write_text(text(files, "LICENSE"))
    with archive(TUS) as files:
        (STATIC / "tus.min.js").write_text(text(files, "dist/tus.min.js"))
        (STATIC / "tus.LICENSE").write_text(text(files, "LICENSE"))
    with archive(TABLER_ICONS) as files:
        (ICONS / "LICENSE").write_text(text(files, "LICENSE"))
        for name in {path.stem for path in ICONS.glob("*.svg")}.union(new_icons):
            (ICONS / f"{name}.svg").write_text(drawing(text(files, f"icons/outline/{name}.svg")))
    (UI / "VENDORED.txt").write_text(record())


def record() -> str:
    """What is vendored: packages with version, licence and digest, then the digest of every file kept."""
    lines = [" ".join(package) for package in (TABLER, HTMX, TUS, TABLER_ICONS)] + [""]
    for path in [*sorted(STATIC.iterdir()), *sorted(ICONS.glob("*.svg"))]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.relative_to(UI).as_posix()}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
