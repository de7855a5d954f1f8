"""Who the embedded servers run as: PostgreSQL refuses to run as root."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

UNPRIVILEGED = "nobody"


@dataclass(frozen=True)
class Account:
    """A system account without rights of its own."""

    uid: int
    gid: int


def servant() -> Account | None:
    """The unprivileged account when we are root, else None: the servers run as ourselves."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam(UNPRIVILEGED)
    except KeyError as error:
        raise OSError(f"there is no account {UNPRIVILEGED} to run servers as") from error
    return Account(entry.pw_uid, entry.pw_gid)


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether the account can enter every existing folder on the way to the path, and the path itself."""
    if account is None:
        return True
    resolved = path.resolve()
    for folder in (resolved, *resolved.parents):
        if not folder.is_dir():
            continue
        status = folder.stat()
        owned = status.st_uid == account.uid and status.st_mode & stat.S_IXUSR
        if not (owned or status.st_mode & stat.S_IXOTH):
            return False
    return True


def give(account: Account | None, folder: Path) -> None:
    """Make the folder, reachable by its owner only, and hand it to the account."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    if account:
        os.chown(folder, account.uid, account.gid)
