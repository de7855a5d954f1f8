"""Who may do what to somebody's own things, as data."""

from portal.api.permissions import OFFICIALS, SIGNED_IN, Rule, Way

OWNER = frozenset({"owner"})
ADMINS = frozenset({"admin", "superuser"})
DECIDERS = ADMINS | {"head"}

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
    Rule("administration", "open", ADMINS | {"program editor"}, page=Way("GET", "/admin/")),
    Rule(
        "administration",
        "list people",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/accounts/user/"),
    ),
    Rule("person", "read all that was decided", ADMINS, page=Way("GET", "/people/{somebody}/")),
    Rule(
        "post",
        "list those of a department",
        OFFICIALS | ADMINS | {"auditor"},
        page=Way("GET", "/department/people/"),
    ),
    Rule(
        "post",
        "invite to one's department",
        DECIDERS,
        OFFICIALS - DECIDERS | {"auditor"},
        page=Way(
            "POST",
            "/department/people/invite/",
            {"email": "new@city.example", "rank": "clerk", "starts_on": "{later}", "language": "zh-hans"},
        ),
    ),
]
