"""A standard: a named rule set that a norm states, to which the tests of conditions may refer."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rule:
    """One requirement. `document` and `clause`: the short name of the policy document and the number of its
    clause; `test`: None where the applicant declares it; `note`: what is uncertain about it."""

    sentence: str
    sentence_en: str
    document: str
    clause: str
    test: dict[str, Any] | None = None
    note: str = ""
    note_en: str = ""


@dataclass(frozen=True)
class Standard:
    """`key`: as tests name it."""

    key: str
    title: str
    title_en: str
    rules: tuple[Rule, ...]
