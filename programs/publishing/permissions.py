"""Who may move a deadline after a failure of the portal, as data."""

from portal.api.permissions import EVERYBODY, Rule, Way

CONFIRM = Way("POST", "/admin/publishing/order/{proposal}/change/", {"confirm": "1", "seen": "{proposed}"})

RULES = [
    Rule("extension of a deadline", "propose", frozenset(), public=True),  # the portal alone: at no address
    Rule("extension of a deadline", "confirm", frozenset({"program editor", "superuser"}), page=CONFIRM),
    Rule(
        "extension of a deadline",
        "read",
        EVERYBODY,
        api=Way("GET", "/rounds/{round}/"),
        shows="extended",
    ),
]
