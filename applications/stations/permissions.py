"""Who may do what as a station, as data."""

from portal.api.permissions import HANDLERS, MEMBERS, Rule, Way

STATION = frozenset({"station"})
READERS = MEMBERS | HANDLERS | {"city", "auditor"}  # of what has been handed in
OPINION = {"opinion": "情况属实，同意推荐。", "verdict": "yes"}
SAID = {"note": "情况属实，同意推荐。"}
POINTS = {"items": ["合同缺签章页"], "due_on": "{later}"}
ACTIONS = "/applications/{recommending}/actions"

RULES = [
    Rule(
        "application (recommending)",
        "recommend",
        STATION,
        READERS,
        page=Way("POST", "/station/{recommending}/", OPINION),
        api=Way("POST", f"{ACTIONS}/recommend/", SAID),
    ),
    Rule(
        "application (recommending)",
        "return",
        STATION,
        READERS,
        page=Way("POST", "/station/{recommending}/return/", POINTS),
        api=Way("POST", f"{ACTIONS}/return/", POINTS),
    ),
    Rule(
        "application (recommending)",
        "read",
        READERS | STATION,
        api=Way("GET", "/applications/{recommending}/"),
    ),
]
