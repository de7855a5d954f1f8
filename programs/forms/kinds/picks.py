from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from portal.ui.texts import localized
from programs.forms import sources
from programs.forms.kinds.base import Complaint, Kind, label_of, named
from programs.forms.patterns import LINE
from programs.forms.screens import Question

YES, NO = "yes", "no"


class Pick(Kind):
    """Answers to choose from."""

    def missing(self, question: Question) -> str:
        return _("Choose an answer to “%(label)s”.") % {"label": label_of(question)}

    def values(self, question: Question) -> list[str]:
        """What may be chosen."""
        return [choice.value for choice in question.choices]

    def unknown(self, question: Question, value: Any) -> Complaint:
        """The complaint about an answer that is not offered."""
        return Complaint(
            "choice",
            _("“%(value)s” is not among the answers to “%(label)s”. Choose again.") % named(question, value),
        )

    def label(self, question: Question, value: Any) -> str:
        """The words of a chosen answer."""
        found = [choice for choice in question.choices if choice.value == value]
        return localized(found[0], "label") if found else str(value)


class YesNo(Pick):
    """Yes or no."""

    template = "forms/questions/yes_no.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "boolean"}

    def read(self, question: Question, raw: list[str]) -> Any:
        return {YES: True, NO: False, "": None}.get(raw[-1], self.tidy(question, raw[-1]))

    def display(self, question: Question, value: Any) -> str:
        return {True: _("Yes"), False: _("No")}[value] if isinstance(value, bool) else str(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        return self.unknown(question, value)


class OneOf(Pick):
    """Exactly one of the choices; from many they are picked in a list box."""

    template = "forms/questions/one_of.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "enum": self.values(question)}

    def display(self, question: Question, value: Any) -> str:
        return self.label(question, value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        return self.unknown(question, value)


class ManyOf(Pick):
    """Several of the choices, each once."""

    template = "forms/questions/many_of.html"

    def limits(self, question: Question) -> tuple[int, int]:
        """Fewest and most choices."""
        return max(1, int(question.minimum or 1)), int(question.maximum or len(question.choices))

    def schema(self, question: Question) -> dict[str, Any]:
        fewest, most = self.limits(question)
        items = {"type": "string", "enum": self.values(question)}
        return {"type": "array", "items": items, "minItems": fewest, "maxItems": most, "uniqueItems": True}

    def read(self, question: Question, raw: list[str]) -> Any:
        return self.tidy(question, list(dict.fromkeys(value for value in raw if value))) or None

    def display(self, question: Question, value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return _(", ").join(self.label(question, item) for item in value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        if not isinstance(value, list):
            return self.unknown(question, value)
        for item in value:
            if item not in self.values(question):
                return self.unknown(question, item)
        (fewest, most), count = self.limits(question), len(value)
        words = named(question, count, fewest=fewest, most=most)
        if count < fewest:
            return Complaint(
                "too_few",
                _("“%(label)s”: %(value)s chosen, at least %(fewest)s needed. Choose more.") % words,
            )
        if count > most:
            return Complaint(
                "too_many",
                _("“%(label)s”: %(value)s chosen, at most %(most)s allowed. Choose fewer.") % words,
            )
        return Complaint("twice", _("“%(label)s” has the same answer twice. Choose each once.") % words)


class Declaration(Pick):
    """A sentence to be ticked; there is no other answer."""

    template = "forms/questions/declaration.html"

    def missing(self, question: Question) -> str:
        return _("Tick “%(label)s” if it is so.") % {"label": label_of(question).rstrip("。.")}

    def schema(self, question: Question) -> dict[str, Any]:
        return {"const": True}

    def read(self, question: Question, raw: list[str]) -> Any:
        return self.tidy(question, True if raw[-1] == YES else raw[-1]) or None

    def tidy(self, question: Question, value: Any) -> Any:
        return None if value is False else super().tidy(question, value)

    def display(self, question: Question, value: Any) -> str:
        return _("Declared") if value is True else str(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        return Complaint("declaration", self.missing(question))


class ProgramPick(Pick):
    """One of what the portal knows, such as a department; stored with the words it had when chosen."""

    template = "forms/questions/pick.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {
                "value": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": LINE},
                "label": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": LINE},
            },
            "required": ["value", "label"],
            "additionalProperties": False,
        }

    def tidy(self, question: Question, value: Any) -> Any:
        """The chosen one with its present words; a bare value is enough."""
        tidied = super().tidy(question, value)
        chosen = tidied.get("value") if isinstance(tidied, dict) else tidied
        with translation.override("zh-hans"):
            label = sources.label_of(question.source, chosen) if isinstance(chosen, str) else None
        return {"value": chosen, "label": label} if label else tidied

    def valid(self, question: Question, value: Any) -> bool:
        return sources.label_of(question.source, value["value"]) is not None

    def shown(self, question: Question, value: Any) -> str:
        return str(value.get("value", "")) if isinstance(value, dict) else super().shown(question, value)

    def display(self, question: Question, value: Any) -> str:
        if not isinstance(value, dict):
            return str(value)
        words = None
        if translation.get_language() != "zh-hans":
            words = sources.label_of(question.source, str(value.get("value", "")))
        return words or str(value.get("label", ""))

    def complaint(self, question: Question, value: Any) -> Complaint:
        return self.unknown(question, self.display(question, value))
