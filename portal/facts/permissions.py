"""Who may do what to the file of an organization, as data."""

from portal.api.permissions import WRITERS, Rule, Way
from portal.organizations.permissions import FILE, NEARBY, READERS

PAPERS = f"{FILE}file/"
CAPITAL = {"facts": [{"key": "registered_capital", "value": "5000000.00"}]}
ACCOUNT = {"holder": "甲", "bank": "示范银行", "number": "6222000012345678"}
HITECH = {"kind": "hitech", "number": "GR1", "holds_from": "2025-01-01"}
ABNORMAL = {"kind": "abnormal", "holds_from": "2026-01-05"}

RULES = [
    Rule("file of an organization", "read", READERS, page=Way("GET", PAPERS), api=Way("GET", PAPERS)),
    Rule(
        "file of an organization",
        "state facts",
        WRITERS,
        READERS - WRITERS,
        api=Way("PATCH", PAPERS, CAPITAL),
    ),
    Rule(
        "file of an organization",
        "enter the bank account",
        WRITERS,
        READERS - WRITERS,
        api=Way("PATCH", f"{FILE}account/", ACCOUNT),
    ),
    Rule(
        "file of an organization",
        "choose who recommends it",
        WRITERS | NEARBY,
        READERS - WRITERS - NEARBY,
        api=Way("PUT", f"{FILE}recommender/", {"department": "elsewhere"}),
    ),
    Rule(
        "file of an organization",
        "enter a qualification",
        WRITERS,
        READERS - WRITERS,
        api=Way("POST", f"{FILE}qualifications/", HITECH),
    ),
    Rule(
        "file of an organization",
        "enter a credit record",
        frozenset(NEARBY),
        READERS - NEARBY,
        api=Way("POST", f"{FILE}credit/", ABNORMAL),
    ),
    Rule(
        "file of an organization",
        "verify a fact",
        frozenset(NEARBY),
        READERS - NEARBY,
        api=Way("POST", f"{PAPERS}verifications/", {"of": "facts", "id": "{fact}"}),
    ),
]
