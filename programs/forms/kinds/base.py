from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from portal.ui.texts import localized
from programs.forms.screens import Question
from programs.forms.typed import lines

SHOWN_LENGTH = 40


@dataclass(frozen=True)
class Complaint:
    """Why an answer is refused: a word for programs, a sentence for people."""

    code: str
    message: str


class Kind(ABC):
    """One kind of question. Sentences come in the active language."""

    template: str
    private = False  # kept encrypted: never readable in answers, in the browser's copy or in an export

    @abstractmethod
    def schema(self, question: Question) -> dict[str, Any]:
        """The JSON Schema an answer satisfies."""

    @abstractmethod
    def complaint(self, question: Question, value: Any) -> Complaint:
        """Why the schema refuses this value."""

    def limits(self, question: Question) -> tuple[Decimal | int, Decimal | int] | None:
        """Least and most, with the kind's own where the question sets none; None: it knows no limits."""
        return None

    def read(self, question: Question, raw: list[str]) -> Any:
        """The answer in what a browser sent; None when it is empty, as typed when it cannot be read."""
        return self.tidy(question, raw[-1]) or None

    def tidy(self, question: Question, value: Any) -> Any:
        """The stored form of a value from outside; a value of the wrong type stays what it is."""
        return storable(value)

    def keep(self, saved: Any, value: Any) -> Any:
        """What is stored of a tidied value; `saved` is the answer so far."""
        return value

    def recognize(self, saved: Any, value: Any) -> Any:
        """The saved answer where the value says the same; else the value."""
        return value

    def public(self, value: Any) -> Any:
        """The stored answer as it leaves the portal."""
        return value

    def valid(self, value: Any) -> bool:
        """What no schema can say of a stored answer."""
        return True

    def shown(self, question: Question, value: Any) -> str:
        """What stands in the input field."""
        return value if isinstance(value, str) else ""

    def display(self, question: Question, value: Any) -> str:
        """The answer to read."""
        return str(value)

    def missing(self, question: Question) -> str:
        """The sentence when a required answer is not there."""
        return _("Fill in “%(label)s”.") % {"label": label_of(question)}


def label_of(question: Question) -> str:
    """The question in the active language."""
    return localized(question, "label")


def named(question: Question, value: Any = "", **words: object) -> dict[str, object]:
    """The words of a sentence: the question, the value shortened to fit, and more."""
    text = str(value)
    short = text if len(text) <= SHOWN_LENGTH else text[: SHOWN_LENGTH - 1] + "…"
    return {"label": label_of(question), "value": short, **words}


def storable(value: Any) -> Any:
    """The value without characters that PostgreSQL cannot store."""
    if isinstance(value, str):
        return lines(value)
    if isinstance(value, list):
        return [storable(item) for item in value]
    if isinstance(value, dict):
        return {lines(str(key)): storable(item) for key, item in value.items()}
    return value
