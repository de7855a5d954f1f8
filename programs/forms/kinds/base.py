from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from portal.ui.texts import localized
from programs.forms.screens import Question
from programs.forms.typed import lines

SHOWN_LENGTH = 40
MISSING = "required"


@dataclass(frozen=True)
class Complaint:
    """Why an answer is refused: a word for programs, a sentence for people."""

    code: str
    message: str


class Kind(ABC):
    """One kind of question. Sentences come in the active language.

    Paths name a part of an answer: "" the whole, ".number" a field, ".0.number" the field of a row.
    """

    template: str
    private = False  # kept encrypted: never readable in answers, in the browser's copy or in an export
    consent = False  # taken only from who agreed to the notice on identity numbers
    by_files = False  # answered by attachments, not in the answers
    computed = False  # follows from other answers, never typed

    @abstractmethod
    def schema(self, question: Question) -> dict[str, Any]:
        """The JSON Schema an answer satisfies."""

    @abstractmethod
    def complaint(self, question: Question, value: Any) -> Complaint:
        """Why the schema refuses this value."""

    def complaints(
        self, question: Question, value: Any, schema: Mapping[str, Any]
    ) -> Iterator[tuple[str, Complaint]]:
        """Everything wrong with an answer that is not empty, each with the path of the part.

        `schema`: what the published version says of the answer; it decides.
        """
        if refused_by(schema, self.public(question, value)) or not self.valid(question, value):
            yield "", self.complaint(question, value)

    def limits(self, question: Question) -> tuple[Decimal | int, Decimal | int] | None:
        """Least and most, with the kind's own where the question sets none; None: it knows no limits."""
        return None

    def sent(self, question: Question, data: QueryDict) -> bool:
        """Whether a browser sent a field of the question at all."""
        return question.field_id in data

    def read_sent(self, question: Question, data: QueryDict) -> Any:
        """The answer in the fields that a browser sent; None when they are empty."""
        return self.read(question, data.getlist(question.field_id))

    def read(self, question: Question, raw: list[str]) -> Any:
        """The answer in what a browser sent; None when it is empty, as typed when it cannot be read."""
        return self.tidy(question, raw[-1]) or None

    def tidy(self, question: Question, value: Any) -> Any:
        """The stored form of a value from outside; a value of the wrong type stays what it is."""
        return storable(value)

    def keep(self, question: Question, saved: Any, value: Any) -> Any:
        """What is stored of a tidied value; `saved` is the answer so far."""
        return value

    def recognize(self, question: Question, saved: Any, value: Any) -> Any:
        """The saved answer where the value says the same; else the value."""
        return value

    def public(self, question: Question, value: Any) -> Any:
        """The stored answer as it leaves the portal."""
        return value

    def asks_privately(self, question: Question) -> bool:
        """Whether anything of an answer is kept encrypted."""
        return self.private

    def asks_consent(self, question: Question) -> bool:
        """Whether anything of an answer is taken only with consent."""
        return self.consent

    def secrets(self, question: Question, value: Any) -> Iterator[tuple[str, Question, Any]]:
        """What is kept encrypted in a stored answer: its path, what asks for it, its kept form."""
        if self.private:
            yield "", question, value

    def valid(self, question: Question, value: Any) -> bool:
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


def refused_by(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a schema refuses a value."""
    return not Draft202012Validator(schema).is_valid(value)


def core(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the schema of a question says of answers that are not empty."""
    found: Mapping[str, Any] = schema["anyOf"][0] if "anyOf" in schema else schema
    return found


def is_empty(value: Any) -> bool:
    """Nothing, an empty text, an empty list and a block without anything are no answer."""
    return value is None or value == "" or value == [] or value == {}


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
