"""Who may announce what, as data."""

from portal.api.permissions import Rule, Way

RULES = [
    Rule(
        "banner",
        "announce",
        frozenset({"superuser"}),
        frozenset({"admin"}),
        page=Way("GET", "/admin/operations/banner/add/"),
    ),
]
