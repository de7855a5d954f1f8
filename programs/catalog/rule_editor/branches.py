"""A test as nested rows in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from programs.catalog.rule_editor import tree
from programs.eligibility import wording
from programs.eligibility.context import Context
from programs.eligibility.grammar import parse
from programs.eligibility.standards import STANDARDS


@dataclass(frozen=True)
class Branch:
    """A row: its path, what it asks for, the rows inside; `count` of them have to pass where it is a group.

    `lead` stands before the row in a group: nothing, or "unless".
    """

    path: str
    words: str
    fact: str = ""
    lead: str = ""
    count: int = 0
    inside: Sequence["Branch"] = field(default_factory=list)

    @property
    def counts(self) -> range:
        """The numbers to choose from."""
        return range(1, len(self.inside) + 1) if self.count else range(0)


def branch_of(test: dict[str, Any] | None, context: Context) -> Branch | None:
    """The top row; None where the applicant declares it."""
    return _branch(test, [], context) if test else None


def _branch(test: dict[str, Any], path: list[int], context: Context, lead: str = "") -> Branch:
    where = ".".join(map(str, path))
    if "fact" in test:
        words = wording.requirement(parse(test), context)
        return Branch(where, words, fact=test["fact"], lead=lead)
    if "standard" in test:
        title = STANDARDS[test["standard"]].title
        words = _("Meets the standard “%(name)s”") % {"name": title}
        return Branch(where, words, fact=f"standard:{test['standard']}", lead=lead)
    leads = ["", _("Unless")] if "test" in test else [""] * len(tree.inside(test))
    inside = [
        _branch(other, [*path, number], context, leads[number])
        for number, other in enumerate(tree.inside(test))
    ]
    if "test" in test:
        return Branch(where, _("With an exception:"), lead=lead, inside=inside)
    count = tree.count_of(test)
    return Branch(where, _words(count, len(inside)), lead=lead, count=count, inside=inside)


def _words(count: int, of: int) -> str:
    if count == of:
        return _("All of these:")
    return _("At least one of these:") if count == 1 else _("At least %(count)s of these:") % {"count": count}
