"""What a check finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"  # works, but will hurt one day
    PROBLEM = "problem"  # somebody is harmed or will be soon


@dataclass(frozen=True)
class Finding:
    """One line: what was looked at, what was seen, and what to do where it is not well."""

    level: Level
    topic: str
    sentence: str
    advice: str = ""


Check = Callable[[], Iterable[Finding]]


def ok(topic: str, sentence: str) -> Finding:
    return Finding(Level.OK, topic, sentence)


def warning(topic: str, sentence: str, advice: str) -> Finding:
    return Finding(Level.WARNING, topic, sentence, advice)


def problem(topic: str, sentence: str, advice: str) -> Finding:
    return Finding(Level.PROBLEM, topic, sentence, advice)
