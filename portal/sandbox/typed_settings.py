"""The settings in development mode, for the type checker: it reads them without an environment."""

import os

os.environ.setdefault("DEBUG", "1")

from portal.settings import *  # noqa: F403 - the variable must be set before
