"""Who may do what in the pool of experts, as data."""

from portal.api.permissions import OFFICIALS, SIGNED_IN, Rule, Way

KEEPERS = (OFFICIALS - {"station"}) | {"auditor", "admin", "superuser"}

RULES = [
    Rule("pool of experts", "read", KEEPERS, page=Way("GET", "/experts/"), api=Way("GET", "/experts/")),
    Rule(
        "expert of the pool",
        "read",
        KEEPERS,
        page=Way("GET", "/experts/{expert}/"),
        api=Way("GET", "/experts/{expert}/"),
    ),
    Rule("pool of experts", "export", KEEPERS, page=Way("GET", "/experts/export/")),
    Rule(
        "pool of experts",
        "recommend somebody",
        OFFICIALS | {"owner", "stranger"},
        page=Way("GET", "/experts/recommend/"),
    ),
    Rule("pool of experts", "apply for oneself", SIGNED_IN, page=Way("GET", "/expert/")),
]
