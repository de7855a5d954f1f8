"""Who may see what is held about people, as data."""

from portal.api.permissions import SIGNED_IN, Rule, Way

RULES = [
    Rule("own data", "read", SIGNED_IN, page=Way("GET", "/privacy/mine/")),
    Rule(
        "correction asked for",
        "list",
        frozenset({"admin", "superuser"}),
        page=Way("GET", "/privacy/corrections/"),
    ),
]
