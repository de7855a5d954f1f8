"""Who may read programs and rounds, as data."""

from portal.api.permissions import EVERYBODY, SIGNED_IN, Rule, Way

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
]
