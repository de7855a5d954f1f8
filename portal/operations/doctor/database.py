"""The database: its version, its tables, and what our role may do."""

from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.accounts.models import User
from portal.operations.doctor.findings import Finding, ok, problem, warning
from portal.operations.roles import rows, too_mighty
from portal.ui.health import is_migrated

OLDEST = 18
EXTENSIONS = {"btree_gist"}
MOST_SECONDS_APART, MOST_CONNECTIONS_USED = 2.0, 0.8


def server() -> Iterator[Finding]:
    version, name = rows("SELECT current_setting('server_version_num'), current_setting('server_version')")[0]
    if int(version) // 10_000 < OLDEST:
        yield problem("database", f"PostgreSQL {name} is too old.", f"Move to PostgreSQL {OLDEST} or newer.")
    else:
        yield ok("database", f"PostgreSQL {name}")
    missing = EXTENSIONS - {name for (name,) in rows("SELECT extname FROM pg_extension")}
    if missing:
        names = ", ".join(sorted(missing))
        yield problem("database", f"It lacks {names}.", "CREATE EXTENSION each, as a superuser.")


def tables() -> Iterator[Finding]:
    found = list(lacking())
    yield from found
    if not found:
        yield ok("tables", "migrated, with a cache and an administrator")


def lacking() -> Iterator[Finding]:
    if not is_migrated():
        yield problem(
            "tables", "Migrations are waiting.", "Run `manage.py migrate` as the owner of the tables."
        )
    if settings.CACHES["default"]["LOCATION"] not in connection.introspection.table_names():
        yield problem("tables", "There is no table for the cache.", "Run `manage.py createcachetable`.")
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        yield problem("tables", "Nobody can open the admin.", "Run `manage.py createsuperuser`.")


def role() -> Iterator[Finding]:
    """Whether whoever breaks into the portal could rewrite history."""
    (name, superuser), *_ = rows("SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user")
    advice = "Run `manage.py database_roles --apply`, and name the second role in DATABASE_URL."
    if superuser:
        yield problem("role", f"The portal works as the superuser {name}.", advice)
    elif mighty := too_mighty():
        yield problem("role", f"{name} may change history: {', '.join(mighty)}.", advice)
    else:
        yield ok("role", f"{name} can change no history")


def clock() -> Iterator[Finding]:
    """Deadlines are judged by our clock, claims by the database's."""
    (theirs,) = rows("SELECT clock_timestamp()")[0]
    apart = abs((timezone.now() - theirs).total_seconds())  # type: ignore[operator]  # a moment
    if apart > MOST_SECONDS_APART:
        yield problem("clock", f"Our clock and the database's are {apart:.0f} s apart.", "Run NTP on both.")
    else:
        yield ok("clock", "ours and the database's agree")


def connections() -> Iterator[Finding]:
    used, most = rows("SELECT count(*), current_setting('max_connections')::int FROM pg_stat_activity")[0]
    if int(used) > MOST_CONNECTIONS_USED * int(most):
        yield warning(
            "connections", f"{used} of {most} are used.", "Lower DATABASE_POOL_SIZE or raise max_connections."
        )
    else:
        yield ok("connections", f"{used} of {most} are used")
