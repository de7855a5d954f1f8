"""Who may try other numbers, as data."""

from portal.api.permissions import HANDLERS, OFFICIALS, Rule, Way

ADMINS = frozenset({"admin", "superuser"})
MAY = HANDLERS | ADMINS | {"city"}
ROUND = "/what-if/round/{round}/"

RULES = [
    Rule("what-if of a round", "list rounds", OFFICIALS | ADMINS, page=Way("GET", "/what-if/")),
    Rule("what-if of a round", "try other numbers", MAY, page=Way("GET", ROUND)),
    Rule("what-if of a round", "list who is affected", MAY, page=Way("GET", f"{ROUND}affected/")),
    Rule("what-if of a round", "download who is affected", MAY, page=Way("GET", f"{ROUND}affected/export/")),
    Rule("what-if of a round", "save a scenario", MAY, page=Way("POST", f"{ROUND}save/", {"name": "松一点"})),
    Rule("what-if of a round", "list who was told", MAY, page=Way("GET", f"{ROUND}told/")),
]
