"""Who may do what with saved searches, as data."""

from portal.api.permissions import EVERYBODY, SIGNED_IN, Rule, Way

OWNER = frozenset({"owner"})  # whose it is in the test's world

RULES = [
    Rule("deadline calendar", "read", EVERYBODY, page=Way("GET", "/calendar/")),
    Rule(
        "saved search",
        "list",
        OWNER,
        SIGNED_IN - OWNER,
        Way("GET", "/searches/"),
        Way("GET", "/saved-searches/"),
        shows="saved name",
    ),
    Rule(
        "saved search",
        "save",
        SIGNED_IN,
        page=Way("POST", "/searches/new/", {"name": "Mine", "query": "kind=loan"}),
        api=Way("POST", "/saved-searches/", {"name": "Mine", "query": "kind=loan"}),
    ),
    Rule(
        "saved search",
        "read",
        OWNER,
        page=Way("GET", "/searches/{saved}/"),
        api=Way("GET", "/saved-searches/{saved}/"),
    ),
    Rule(
        "saved search",
        "rename",
        OWNER,
        page=Way("POST", "/searches/{saved}/", {"name": "Other"}),
        api=Way("PATCH", "/saved-searches/{saved}/", {"name": "Other"}),
    ),
    Rule(
        "saved search",
        "delete",
        OWNER,
        page=Way("POST", "/searches/{saved}/", {"delete": "1"}),
        api=Way("DELETE", "/saved-searches/{saved}/"),
    ),
]
