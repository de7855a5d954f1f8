"""Who may do what on the workbench, as data."""

from portal.api.permissions import HANDLERS, OFFICIALS, Rule, Way

ABOVE = HANDLERS | {"city"}  # who sees the official's pages of an application
FOUND = [{"key": "staff", "result": "met"}]

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
    Rule(
        "application (in formal check)",
        "fill in the formal check",
        HANDLERS,
        frozenset({"city"}),
        Way("POST", "/workbench/{unchecked}/check/", {"p-staff": "met"}),
        Way("PATCH", "/applications/{unchecked}/formal-check/", {"findings": FOUND}),
    ),
    Rule(
        "application (submitted)",
        "write an internal note",
        HANDLERS,
        frozenset({"city"}),
        Way("POST", "/workbench/{submitted}/note/", {"text": "须核实。"}),
        Way("POST", "/applications/{submitted}/notes/", {"text": "须核实。"}),
    ),
    Rule(
        "application (submitted)",
        "tag",
        HANDLERS,
        frozenset({"city"}),
        Way("POST", "/workbench/{submitted}/tag/", {"name": "急"}),
        Way("POST", "/applications/{submitted}/tags/", {"name": "急"}),
    ),
    Rule(
        "application (submitted)",
        "preview",
        ABOVE,
        page=Way("GET", "/workbench/{submitted}/preview/"),
    ),
    Rule(
        "application (submitted)",
        "take the sheet of the case",
        ABOVE,
        page=Way("GET", "/workbench/{submitted}/sheet.xlsx"),
    ),
    Rule(
        "application (submitted)",
        "act on many",
        HANDLERS,
        page=Way("GET", "/workbench/many/new/?view=all&scope=all&action=accept"),
    ),
    Rule("actions on many", "list those of the department", OFFICIALS, api=Way("GET", "/bulk-runs/")),
]
