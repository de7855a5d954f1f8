"""Who may audit, as data."""

from portal.api.permissions import HANDLERS, Rule, Way

SAMPLE = {"title": "抽查", "among": "received", "since": "2020-01-01", "until": "2099-12-31", "percent": "5"}
AUDITOR = frozenset({"auditor"})

RULES = [
    Rule("sample", "draw and read", AUDITOR, page=Way("GET", "/audit/samples/"), api=Way("GET", "/samples/")),
    Rule("sample", "draw", AUDITOR, api=Way("POST", "/samples/", SAMPLE)),
    Rule(
        "application (submitted)",
        "download its case file",
        AUDITOR | HANDLERS,
        page=Way("GET", "/applications/{submitted}/case-file.zip"),
    ),
]
