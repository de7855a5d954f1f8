"""Who may do what on the workbench, as data."""

from portal.api.permissions import HANDLERS, Rule, Way

RULES = [
    Rule(
        "application (submitted)",
        "take as case officer",
        HANDLERS,
        page=Way("POST", "/workbench/{submitted}/assign/", {"take": "yes"}),
    ),
    Rule(
        "application (submitted)",
        "write to its applicant",
        HANDLERS,
        page=Way("GET", "/workbench/messages/new/?view=all&scope=all"),
    ),
]
