"""Who may do what with panels and reviews, as data."""

from portal.api.permissions import HANDLERS, OFFICIALS, WRITERS, Rule, Way

READERS = HANDLERS | {"auditor"}
EXPERT = frozenset({"expert"})
LATER = {"due_on": "{much later}", "reason": "两位专家请假"}
NEW = {
    "name": "第二组",
    "per_application": "1",
    "answer_by": "{later}",
    "due_on": "{much later}",
    "promise": "保密承诺",
    "pass_no": "1",
    "sees_others": "none",
    "fee": "300",
    "opinion_least": "50",
}
OPINION = {"opinion": "技术路线清楚。"}

RULES = [
    Rule(
        "panels of experts",
        "read those of the department",
        OFFICIALS | {"auditor"},
        page=Way("GET", "/panels/"),
        api=Way("GET", "/panels/"),
    ),
    Rule(
        "panel of experts",
        "read",
        READERS,
        page=Way("GET", "/panels/{panel}/"),
        api=Way("GET", "/panels/{panel}/"),
    ),
    Rule(
        "panel of experts",
        "read conflicts of interest",
        READERS,
        page=Way("GET", "/panels/{panel}/conflicts/"),
        api=Way("GET", "/panels/{panel}/conflicts/"),
    ),
    Rule(
        "panel of experts",
        "read the reviews handed in",
        READERS,
        page=Way("GET", "/panels/reviews/{review}/"),
        api=Way("GET", "/panels/{panel}/reviews/"),
    ),
    Rule(
        "panels of experts",
        "set one up",
        HANDLERS,
        page=Way("POST", "/panels/new/{notice round}/", NEW | {"technical_share": "0", "financial": "0"}),
        api=Way("POST", "/panels/", NEW | {"round": "{notice round}"}),
    ),
    *(
        Rule(
            "panel of experts",
            verb,
            HANDLERS,
            frozenset({"auditor"}),
            page=Way("POST", f"/panels/{{{which}}}/{step}/", data),
            api=Way("POST", f"/panels/{{{which}}}/{step}/", data),
        )
        for verb, which, step, data in (
            ("draw experts", "panel", "draw", {"technical": 1}),
            ("invite experts", "panel to invite", "invite", {}),
            ("assign applications", "panel to assign", "assign", {}),
            ("close", "panel to close", "close", {}),
        )
    ),
    Rule(
        "panel of experts",
        "give more time",
        HANDLERS,
        frozenset({"auditor"}),
        page=Way("POST", "/panels/{panel}/due/", LATER),
        api=Way("POST", "/panels/{panel}/due/", LATER),
    ),
    Rule(
        "reviews of an expert",
        "read one's own",
        EXPERT,
        page=Way("GET", "/reviews/"),
        api=Way("GET", "/reviews/"),
    ),
    Rule(
        "review of an expert",
        "read",
        EXPERT,
        page=Way("GET", "/reviews/{review}/"),
        api=Way("GET", "/reviews/{review}/"),
    ),
    Rule(
        "review of an expert",
        "write",
        EXPERT,
        page=Way("POST", "/reviews/{review}/", OPINION | {"revision": "0"}),
        api=Way("PATCH", "/reviews/{review}/", OPINION),
    ),
    Rule(
        "invitation of an expert",
        "decline",
        EXPERT,
        page=Way("POST", "/reviews/invitations/{invitation}/", {"answer": "decline"}),
        api=Way("POST", "/reviews/invitations/{invitation}/decline/"),
    ),
    Rule(
        "application (draft)",
        "name an expert to be avoided",
        WRITERS,
        frozenset({"signatory", "viewer"}),
        Way("POST", "/applications/{reviewed draft}/avoid/", {"name": "钱知远", "reason": "正在诉讼"}),
    ),
]
