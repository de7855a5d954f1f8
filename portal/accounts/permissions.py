"""Who may do what to somebody's own things, as data."""

from portal.api.permissions import SIGNED_IN, Rule, Way

OWNER = frozenset({"owner"})

RULES = [
    Rule("account", "read", SIGNED_IN, page=Way("GET", "/account/"), api=Way("GET", "/me/")),
    Rule(
        "API token",
        "end",
        OWNER,
        page=Way("POST", "/account/tokens/{token}/revoke/"),
        api=Way("DELETE", "/tokens/{token}/"),
    ),
    Rule("API token", "list", OWNER, SIGNED_IN - OWNER, api=Way("GET", "/tokens/"), shows="token name"),
    Rule("administration", "open", frozenset({"admin", "superuser"}), page=Way("GET", "/admin/")),
    Rule(
        "administration",
        "list people",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/accounts/user/"),
    ),
]
