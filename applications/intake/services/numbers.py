from django.db import connection

ALLOT = """
INSERT INTO intake_numberseries (prefix, last) VALUES (%s, 1)
    ON CONFLICT (prefix) DO UPDATE SET last = intake_numberseries.last + 1
RETURNING last
"""


def allot(prefix: str) -> int:
    """The next number under a prefix, without gaps: the row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(ALLOT, [prefix])
        return int(cursor.fetchone()[0])
