"""Who may build forms, as data."""

from portal.api.permissions import Rule, Way
from programs.catalog.permissions import EDITORS

ADMIN = frozenset({"admin"})  # the administration without the post that edits programs
BUILDERS = EDITORS - ADMIN
OWN = "/admin/forms/form/{own form}/"
HIGHER = "/admin/forms/form/{higher form}/"

RULES = [
    Rule("form (of a draft)", "open in the builder", BUILDERS, ADMIN, page=Way("GET", f"{OWN}change/")),
    Rule(
        "form (of a draft)",
        "change",
        BUILDERS,
        ADMIN,
        page=Way("POST", f"{OWN}change/", {"do": "copy-section-{own section}"}),
    ),
    Rule("form (of a draft)", "export", BUILDERS, ADMIN, page=Way("GET", f"{OWN}export/")),
    Rule(
        "form (of a draft of the department above)",
        "open in the builder",
        frozenset({"superuser"}),
        ADMIN,
        page=Way("GET", f"{HIGHER}change/"),
    ),
    Rule(
        "form (of a draft of the department above)",
        "change",
        frozenset({"superuser"}),
        ADMIN,
        page=Way("POST", f"{HIGHER}change/", {"do": "copy-section-{higher section}"}),
    ),
]
