"""Who may read programs and rounds, as data."""

from portal.api.permissions import EVERYBODY, SIGNED_IN, Rule, Way

EDITORS = frozenset({"program editor", "admin", "superuser"})

RULES = [
    Rule(
        "program (published)",
        "read",
        EVERYBODY,
        page=Way("GET", "/programs/{program}/"),
        api=Way("GET", "/programs/{program}/"),
    ),
    Rule(
        "program (published)",
        "follow",
        SIGNED_IN,
        page=Way("POST", "/programs/{program}/follow/"),
        api=Way("PUT", "/follows/{program}/"),
    ),
    Rule("program (followed)", "list", SIGNED_IN, page=Way("GET", "/followed/"), api=Way("GET", "/follows/")),
    Rule("round (published)", "read", EVERYBODY, api=Way("GET", "/rounds/{round}/")),
    Rule("round (published)", "read the form", EVERYBODY, api=Way("GET", "/rounds/{round}/form/")),
    Rule(
        "program (draft)",
        "read",
        frozenset(),
        public=True,
        page=Way("GET", "/programs/{unpublished}/"),
        api=Way("GET", "/programs/{unpublished}/"),
    ),
    Rule(
        "program (draft)",
        "preview",
        EDITORS,
        public=True,
        page=Way("GET", "/programs/{own draft}/preview/"),
    ),
    Rule(
        "program (draft)",
        "edit",
        EDITORS - {"admin"},
        frozenset({"admin"}),
        page=Way("GET", "/admin/catalog/program/{own draft key}/change/"),
    ),
    Rule(
        "program (draft of the department above)",
        "preview",
        EDITORS - {"program editor"},
        public=True,
        page=Way("GET", "/programs/{higher draft}/preview/"),
    ),
    Rule(
        "program (draft of the department above)",
        "edit",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/catalog/program/{higher draft key}/change/"),
    ),
]
