"""Who may do what to an organization's webhooks, as data."""

from portal.api.permissions import Rule, Way

OWNER = frozenset({"owner"})
ONE = "/webhooks/{webhook}/"

RULES = [
    Rule(
        "webhook",
        "read",
        OWNER,
        page=Way("GET", "/organizations/{organization}/webhooks/{webhook}/"),
        api=Way("GET", ONE),
    ),
    Rule("webhook", "remove", OWNER, api=Way("DELETE", ONE)),
    Rule("webhook", "read what was sent", OWNER, api=Way("GET", f"{ONE}events/")),
]
