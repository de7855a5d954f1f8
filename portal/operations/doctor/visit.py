"""Runs every check; one that fails stops no other."""

from collections.abc import Iterator

from django.db import DatabaseError

from portal.operations.doctor import background, configuration, database, outside, storage
from portal.operations.doctor.findings import Check, Finding, problem

CHECKS: list[Check] = [
    configuration.mode,
    configuration.deployment,
    configuration.address,
    configuration.sign_in,
    configuration.contacts,
    database.server,
    database.tables,
    database.role,
    database.clock,
    database.connections,
    background.broker,
    background.worker,
    background.availability,
    background.letters,
    background.calendar,
    outside.mail,
    outside.text_messages,
    outside.virus_scanner,
    outside.single_sign_on,
    storage.disk,
    storage.uploads,
    storage.static_files,
    storage.backups,
]


def examine() -> Iterator[Finding]:
    """What every check finds."""
    for check in CHECKS:
        try:
            yield from list(check())
        except DatabaseError as error:
            first = str(error).strip().partition("\n")[0]
            yield problem(
                check.__name__, f"The database says: {first}", "Look at DATABASE_URL, then migrate."
            )
        except Exception as error:  # a check that breaks is a finding, and the others still run
            yield problem(check.__name__, f"This check broke: {error!r}", "Report it to the developers.")
