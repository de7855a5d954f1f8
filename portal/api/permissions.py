"""Who may do what, as data: apps register rules, a document is written from them, a test tries each cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES: Mapping[str, str] = {
    "visitor": "not signed in",
    "person": "signed in, belongs to nothing",
    "owner": "an owner of the organization",
    "editor": "an editor of the organization",
    "signatory": "a signatory of the organization",
    "viewer": "a viewer of the organization",
    "stranger": "an owner of another organization",
    "station": "an official below the department that handles the round",
    "clerk": "a case officer of the department that handles the round",
    "head": "the head of that department",
    "program editor": "a case officer there whose post edits programs",
    "city": "an official of the department above it",
    "elsewhere": "an official of another district",
    "expert": "an expert",
    "auditor": "an auditor",
    "admin": "may open the administration",
    "superuser": "may do everything in the administration",
}
EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {"visitor"}
MEMBERS = frozenset({"owner", "editor", "signatory", "viewer"})
WRITERS = frozenset({"owner", "editor"})
HANDLERS = frozenset({"clerk", "head", "program editor"})
OFFICIALS = HANDLERS | {"station", "city", "elsewhere"}


@dataclass(frozen=True)
class Way:
    """How to try it: a request of a page or of the API; {names} in it stand for rows of the test's world."""

    method: str
    path: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A verb on an object: who may, and who sees the object but is refused with a sentence.

    To everybody else the object does not exist (404); who is not signed in is asked to. `shows`: a text of
    the world that the answer holds for who may, where a list is open to all but not all of it. `public`:
    among things that visitors read, so that nobody is asked to sign in.
    """

    object: str
    verb: str
    may: frozenset[str]
    refused: frozenset[str] = frozenset()
    page: Way | None = None
    api: Way | None = None
    shows: str = ""
    public: bool = False

    def outcome(self, role: str) -> str:
        """yes, refused, hidden or sign in."""
        if role in self.may:
            return "yes"
        if role == "visitor" and not self.public:
            return "sign in"
        return "refused" if role in self.refused else "hidden"


_rules: list[Rule] = []


def register_rules(rules: Iterable[Rule]) -> None:
    """Add an app's rules (called from an AppConfig.ready)."""
    _rules.extend(rules)


def rules() -> list[Rule]:
    """All of them, by object, in the order of their apps."""
    return sorted(_rules, key=lambda rule: rule.object)


HEAD = """# Who may do what

Written by `manage.py permissions > docs/permissions.md` from the tables of the apps (`permissions.py`).
A test sends a request for every cell, to the page and to the API.

**yes**: may. **refused**: sees the object and is told why not, or a list leaves it out. **–**: does not know
that it exists (404). **sign in**: asked to sign in.
"""
MARKS = {"yes": "**yes**", "refused": "refused", "hidden": "–", "sign in": "sign in"}


def document() -> str:
    """The roles and the table in Markdown, in English."""
    roles = [f"- *{role}*: {words}" for role, words in ROLES.items()]
    head = f"| object | verb | {' | '.join(ROLES)} |"
    lines = [HEAD, *roles, "", head, "|---" * (len(ROLES) + 2) + "|"]
    for rule in rules():
        cells = " | ".join(MARKS[rule.outcome(role)] for role in ROLES)
        lines.append(f"| {rule.object} | {rule.verb} | {cells} |")
    return "\n".join([*lines, ""])
