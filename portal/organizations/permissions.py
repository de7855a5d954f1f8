"""Who may do what to organizations and the people of one, as data."""

from portal.api.permissions import MEMBERS, OFFICIALS, SIGNED_IN, WRITERS, Rule, Way

FILE = "/organizations/{organization}/"
NEARBY = OFFICIALS - {"elsewhere"}  # their region covers the organization
READERS = MEMBERS | NEARBY | {"auditor", "admin", "superuser"}
OWNER = frozenset({"owner"})
INVITED = {"email": "new.colleague@firm.example", "role": "viewer"}
OUTSIDERS = SIGNED_IN - MEMBERS
VERIFIERS = frozenset(NEARBY)
WATCHERS = frozenset({"auditor", "admin", "superuser"})

RULES = [
    Rule("organization", "read", READERS, page=Way("GET", FILE), api=Way("GET", FILE)),
    Rule("organization", "change", WRITERS, READERS - WRITERS, api=Way("PATCH", FILE, {"address": "新地址"})),
    Rule(
        "organization",
        "list",
        READERS,
        SIGNED_IN - READERS,
        api=Way("GET", "/organizations/"),
        shows="organization",
    ),
    Rule(
        "organization",
        "export",
        READERS,
        SIGNED_IN - READERS,
        api=Way("GET", "/organizations/export/"),
        shows="organization",
    ),
    Rule("organization", "read its members", READERS, api=Way("GET", f"{FILE}members/")),
    Rule(
        "organization",
        "give a member another role",
        OWNER,
        READERS - OWNER,
        Way("POST", f"{FILE}people/{{colleague}}/", {"role": "viewer"}),
        Way("PATCH", f"{FILE}members/{{colleague}}/", {"role": "viewer"}),
    ),
    Rule(
        "organization",
        "remove a member",
        OWNER,
        READERS - OWNER,
        Way("POST", f"{FILE}people/{{colleague}}/remove/"),
        Way("DELETE", f"{FILE}members/{{colleague}}/"),
    ),
    Rule(
        "organization",
        "hand over the ownership",
        OWNER,
        READERS - OWNER,
        Way("POST", f"{FILE}people/{{colleague}}/hand-over/"),
    ),
    Rule(
        "organization",
        "invite somebody",
        OWNER,
        READERS - OWNER,
        Way("POST", f"{FILE}people/invite/", INVITED),
        Way("POST", f"{FILE}invitations/", INVITED),
    ),
    Rule(
        "organization",
        "let somebody in",
        OWNER,
        api=Way("PATCH", f"{FILE}access-requests/{{request}}/", {"status": "granted"}),
    ),
    Rule(
        "organization",
        "ask to be let in",
        OUTSIDERS,
        MEMBERS,
        api=Way("POST", f"{FILE}access-requests/", {"reason": "财务部"}),
    ),
    Rule(
        "proof of authority",
        "decide",
        VERIFIERS,
        WATCHERS,
        api=Way("PATCH", "/organizations/{unverified}/proofs/{proof}/", {"status": "accepted"}),
    ),
    Rule(
        "proof of authority",
        "read",
        VERIFIERS | WATCHERS,
        page=Way("GET", "/organizations/verifications/{proof}/"),
    ),
]
