"""What a test says of a file: whether it passes, why, and what would change it."""

from enum import StrEnum
from functools import cached_property

from portal.facts.reading import File
from programs.eligibility import changing, wording
from programs.eligibility.context import Context, Reading, Tracing
from programs.eligibility.grammar import Test, parse
from programs.eligibility.nodes import Node, Norm
from programs.eligibility.standards import Rule


class Result(StrEnum):
    PASS = "pass"  # noqa: S105 - a result, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"


RESULTS = {True: Result.PASS, False: Result.FAIL, None: Result.UNKNOWN}


class Finding:
    """A test judged for one file. Words are made when they are asked for, in the language of that moment."""

    def __init__(self, node: Node, reading: Reading) -> None:
        self.node = node
        self.reading = reading
        self.holds = node.check.value(reading)
        self.result = RESULTS[self.holds]

    @cached_property
    def children(self) -> tuple["Finding", ...]:
        """Those of the tests inside."""
        return tuple(Finding(child, self.reading) for child in self.node.children)

    @property
    def rules(self) -> tuple[tuple[Rule, "Finding"], ...]:
        """Of a standard: each of its rules that can be tested, with its finding."""
        return tuple(zip(self.node.rules, self.children, strict=True)) if isinstance(self.node, Norm) else ()

    @property
    def declared(self) -> tuple[Rule, ...]:
        """Of a standard: the rules that the applicant declares."""
        return self.node.declared if isinstance(self.node, Norm) else ()

    @cached_property
    def missing(self) -> tuple[tuple[str, int | None], ...]:
        """The facts, each with its year, that are unknown and were asked for; empty unless unknown."""
        if self.holds is not None:
            return ()
        tracing = Tracing(self.reading.file, self.reading.context)
        self.node.check.value(tracing)
        return tuple(tracing.missed)

    @property
    def requirement(self) -> str:
        """What the test asks for, in words."""
        return wording.requirement(self.node, self.reading.context)

    @property
    def reason(self) -> str:
        """Why it passes, fails or is unknown, in words and numbers."""
        return wording.reason(self)

    @property
    def change(self) -> str:
        """What would make it pass: the nearest value, or the facts to state; empty where nothing would."""
        return changing.change(self)


def explain(test: Test, file: File, context: Context, reading: Reading | None = None) -> Finding:
    """Judge one file. `reading`: that of the same file and context, when many tests are judged at once: each
    is judged once."""
    node, reading = parse(test), reading or Reading(file, context)
    found = reading.known.get(node)
    if found is None:
        found = reading.known[node] = Finding(node, reading)
    return found
