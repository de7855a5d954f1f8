"""Who may read the access log, as data."""

from portal.api.permissions import MEMBERS, Rule, Way

READERS = MEMBERS | {"person", "stranger", "auditor"}

RULES = [
    Rule("access log", "read what concerns oneself", READERS, page=Way("GET", "/access-log/")),
    Rule(
        "access log",
        "read what concerns others",
        frozenset({"auditor"}),
        READERS,
        page=Way("GET", "/access-log/"),
        shows="looked at",
    ),
]
