"""Services for `manage.py` where none are named."""

import os
import sys
from pathlib import Path

import environ

from portal.sandbox.plans import SandboxError
from portal.sandbox.services import Services, share

BASE_DIR = Path(__file__).resolve().parent.parent.parent
WITHOUT_DATABASE = {"", "help", "version", "--help", "-h", "--version", "demo", "messages", "collectstatic"}
PRODUCTION = {"SECRET_KEY", "ALLOWED_HOSTS"}  # who sets one of them means it, and is told what is missing

held: list[Services] = []


def ensure_services(argv: list[str]) -> None:
    """Name the embedded services in the environment when DATABASE_URL is unset and DEBUG is on.

    A bare `manage.py` is development: DEBUG is on unless somebody says otherwise.
    """
    if (BASE_DIR / ".env").is_file():
        environ.Env.read_env(BASE_DIR / ".env")
    if os.environ.get("DATABASE_URL"):
        return
    if not PRODUCTION & set(os.environ):
        os.environ.setdefault("DEBUG", "1")
    command = argv[1] if len(argv) > 1 else ""
    if command in WITHOUT_DATABASE or not environ.Env().bool("DEBUG", default=False):
        return
    try:
        services = share(BASE_DIR / ".sandbox" / "dev")
    except SandboxError as error:
        sys.exit(str(error))
    held.append(services)
    os.environ["DATABASE_URL"] = services.database_url
    os.environ.setdefault("REDIS_URL", services.redis_url)
