"""Who may do what with a ranking, as data."""

from portal.api.permissions import HANDLERS, OFFICIALS, Rule, Way

READERS = HANDLERS | {"city", "auditor"}
OTHERS = frozenset({"city", "auditor"})
METHOD = {"method": "mean", "spread": "20"}

RULES = [
    Rule(
        "rankings",
        "list those one may see",
        OFFICIALS | {"auditor"},
        page=Way("GET", "/rankings/"),
        api=Way("GET", "/rankings/"),
    ),
    Rule(
        "ranking", "read", READERS, page=Way("GET", "/rankings/{list}/"), api=Way("GET", "/rankings/{list}/")
    ),
    Rule("ranking", "read its places", READERS, api=Way("GET", "/rankings/{list}/places/")),
    Rule("ranking", "export", READERS, page=Way("GET", "/rankings/{list}/export/")),
    Rule("ranking", "draw up", HANDLERS, OTHERS, Way("POST", "/rankings/rounds/{list round}/", METHOD)),
    Rule(
        "ranking",
        "change with a reason",
        HANDLERS,
        OTHERS,
        Way(
            "POST",
            "/rankings/{list}/change/",
            {"application": "{ranked}", "kind": "settled", "reason": "复核"},
        ),
    ),
    Rule(
        "ranking",
        "record the meeting",
        HANDLERS,
        OTHERS,
        Way(
            "POST",
            "/rankings/{list}/meeting/",
            {
                "number": "纪〔2026〕1号",
                "held_on": "2026-01-05",
                "attendees": "林知远\n沈若溪\n顾明川",
                "minutes": "{a file}",
            },
        ),
    ),
    Rule(
        "ranking",
        "have the round compared for similar texts",
        HANDLERS,
        page=Way("POST", "/rankings/rounds/{list round}/similar/"),
    ),
    Rule("decision", "replay", READERS, page=Way("GET", "/replay/{decided}/")),
]
