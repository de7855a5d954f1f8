"""Who may see what an organization can get, as data."""

from portal.api.permissions import EVERYBODY, MEMBERS, SIGNED_IN, Rule, Way
from portal.organizations.permissions import READERS

FILE = "/organizations/{organization}/"
ACTING = MEMBERS | {"stranger"}  # for an organization of their own

RULES = [
    Rule("check of all programs", "type in six answers", EVERYBODY, page=Way("GET", "/what-can-we-get/")),
    Rule(
        "check of all programs",
        "read for one's own organization",
        ACTING,
        SIGNED_IN - ACTING,
        api=Way("GET", "/screening/"),
    ),
    Rule(
        "check of all programs",
        "read for an organization",
        READERS,
        page=Way("GET", f"{FILE}check/"),
        api=Way("GET", f"{FILE}matches/"),
    ),
    Rule(
        "check of one program",
        "read for one's own organization",
        ACTING,
        SIGNED_IN - ACTING,
        api=Way("GET", "/programs/{program}/check/"),
    ),
]
