"""How often somebody may ask: one row each, counted by one statement, so Redis may be down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

WINDOW = timedelta(minutes=1)
KEPT_FOR = timedelta(days=1)
# A cache's read, add one, write would lose counts of requests at the same moment. Some of those who have
# not asked for a day are forgotten along the way: addresses are personal data.
COUNT = """
WITH swept AS (
    DELETE FROM api_ratewindow WHERE ident IN (
        SELECT ident FROM api_ratewindow WHERE started_at < %(old)s AND ident <> %(ident)s
        LIMIT 100 FOR UPDATE SKIP LOCKED
    )
)
INSERT INTO api_ratewindow AS kept (ident, started_at, count) VALUES (%(ident)s, %(at)s, 1)
ON CONFLICT (ident) DO UPDATE SET
    count = CASE WHEN kept.started_at <= %(over)s THEN 1 ELSE kept.count + 1 END,
    started_at = CASE WHEN kept.started_at <= %(over)s THEN EXCLUDED.started_at ELSE kept.started_at END
RETURNING count, started_at
"""


@dataclass(frozen=True)
class Rate:
    """Where somebody stands: requests a minute, how many are left, seconds until all are there again."""

    limit: int
    remaining: int
    reset: int
    exceeded: bool

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers-03 names them; Retry-After (RFC 9110) once exceeded."""
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(self.reset),
        }
        return told | ({"Retry-After": str(self.reset)} if self.exceeded else {})


def count(ident: str, limit: int, at: datetime) -> Rate:
    """Count one more request of somebody; call it outside of a transaction, or the row stays locked."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"ident": ident, "at": at, "over": at - WINDOW, "old": at - KEPT_FOR})
        counted, started_at = cursor.fetchone()
    reset = max(1, round((started_at + WINDOW - at).total_seconds()))
    return Rate(limit, max(0, limit - counted), reset, counted > limit)
