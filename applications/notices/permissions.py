"""Who may do what with notices, objections and appeals, as data."""

from portal.api.permissions import EVERYBODY, HANDLERS, MEMBERS, OFFICIALS, WRITERS, Rule, Way

READERS = HANDLERS | {"city", "auditor"}
HEAD = frozenset({"head"})
WORDS = {"title": "更正", "unit": "甲公司", "reason": "名称有误"}

RULES = [
    Rule(
        "public notices",
        "read those that are out",
        EVERYBODY,
        page=Way("GET", "/notices/"),
        api=Way("GET", "/notices/"),
        public=True,
    ),
    Rule(
        "notice (out)",
        "read",
        EVERYBODY,
        page=Way("GET", "/notices/{out}/"),
        api=Way("GET", "/notices/{out}/"),
        public=True,
    ),
    Rule(
        "notice (out)",
        "object under one's name",
        EVERYBODY,
        page=Way(
            "POST",
            "/notices/{out}/object/",
            {
                "kind": "person",
                "name": "高某",
                "identity": "11010519491231002X",
                "contact": "021-1",
                "text": "重复资助",
            },
        ),
        public=True,
    ),
    Rule(
        "notice (out)",
        "prepare its correction",
        HANDLERS,
        page=Way("POST", "/notices/lines/{out line}/correct/", WORDS),
        api=Way("POST", "/notices/{out}/lines/1/correct/", WORDS),
    ),
    Rule(
        "notice (prepared)",
        "read",
        READERS,
        page=Way("GET", "/notices/{notice}/"),
        api=Way("GET", "/notices/{notice}/"),
        public=True,
    ),
    Rule(
        "notice (prepared)",
        "write over",
        HANDLERS,
        page=Way(
            "POST",
            "/notices/prepare/{notice round}/proposed/",
            {"title": "公示", "contact": "规划处", "days": "5"},
        ),
        api=Way(
            "POST",
            "/notices/",
            {"round": "{notice round}", "kind": "proposed", "title": "公示", "contact": "规划处"},
        ),
    ),
    Rule(
        "notice (prepared)",
        "release as the second person",
        HEAD,
        READERS - HEAD,
        Way("POST", "/notices/{notice}/release/", {"seen": "{notice seen}"}),
        Way("POST", "/notices/{notice}/release/", {"seen": "{notice seen}"}),
    ),
    Rule(
        "objections and appeals",
        "list those of the department",
        OFFICIALS,
        page=Way("GET", "/objections/"),
        api=Way("GET", "/objections/"),
    ),
    Rule(
        "objection",
        "read without its name",
        HANDLERS,
        page=Way("GET", "/objections/{objection}/"),
        api=Way("GET", "/objections/{objection}/"),
    ),
    Rule(
        "objection",
        "read who objects, with a reason",
        HANDLERS,
        page=Way("POST", "/objections/{objection}/identity/", {"reason": "核实"}),
    ),
    Rule(
        "objection",
        "answer",
        HANDLERS,
        page=Way("POST", "/objections/{objection}/", {"state": "rejected", "words": "不属重复资助。"}),
        api=Way("POST", "/objections/{objection}/answer/", {"upheld": False, "words": "不属重复资助。"}),
    ),
    Rule("decision", "read with its feedback", MEMBERS, page=Way("GET", "/applications/{decided}/decision/")),
    Rule(
        "decision",
        "appeal",
        WRITERS,
        MEMBERS - WRITERS,
        Way("POST", "/applications/{decided}/decision/", {"text": "附件三未见。"}),
    ),
    Rule(
        "appeal (upheld)",
        "write down what follows",
        HANDLERS,
        page=Way("POST", "/appeals/{upheld}/follow/", {"step": "note", "words": "更正公示。"}),
        api=Way("POST", "/appeals/{upheld}/follow/", {"step": "note", "words": "更正公示。"}),
    ),
    Rule(
        "objection (upheld)",
        "write down what follows",
        HANDLERS,
        page=Way("POST", "/objections/{upheld objection}/follow/", {"words": "更正公示。"}),
        api=Way("POST", "/objections/{upheld objection}/follow/", {"words": "更正公示。"}),
    ),
    Rule(
        "list for the finance office",
        "take out",
        HEAD,
        HANDLERS - HEAD,
        Way("GET", "/rounds/{notice round}/payments/"),
    ),
]
