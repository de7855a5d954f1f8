"""Who may do what to a message, as data."""

from portal.api.permissions import SIGNED_IN, Rule, Way

OWNER = frozenset({"owner"})  # the recipient in the test's world
TOLD = "/me/notification-preferences/"

RULES = [
    Rule(
        "message",
        "read",
        OWNER,
        page=Way("GET", "/messages/{message}/"),
        api=Way("GET", "/messages/{message}/"),
    ),
    Rule("message", "mark as read", OWNER, api=Way("PATCH", "/messages/{message}/", {"read": True})),
    Rule(
        "message",
        "list",
        OWNER,
        SIGNED_IN - OWNER,
        Way("GET", "/messages/"),
        Way("GET", "/messages/"),
        shows="subject",
    ),
    Rule(
        "notifications",
        "read one's own",
        SIGNED_IN,
        page=Way("GET", "/account/notifications/"),
        api=Way("GET", TOLD),
    ),
    Rule(
        "delivery",
        "list",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/inbox/delivery/"),
    ),
    Rule(
        "delivery",
        "see what is stuck",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/inbox/delivery/stuck/"),
    ),
]
