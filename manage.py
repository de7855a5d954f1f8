#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL it works on the embedded PostgreSQL and Redis."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    if sys.argv[1:2] == ["demo"]:
        from applications.demo.ground import prepare

        prepare(sys.argv[2:])
    else:
        from portal.sandbox.boot import ensure_services

        ensure_services(sys.argv)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
