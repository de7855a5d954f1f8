from typing import Any

from django.utils.translation import gettext as _

from portal.privacy import numbers, residents
from programs.forms.kinds.base import Complaint, Kind, named
from programs.forms.screens import Question

# As people send it, or masked as the portal shows it.
PATTERN = r"^(?:[1-9][0-9]{16}[0-9X]|[1-9][0-9]{2}\*{11}[0-9]{3}[0-9X])(?![\s\S])"


class ResidentNumber(Kind):
    """A resident identity number (GB 11643), kept encrypted apart from the answers and shown masked.

    `seal` turns what was typed into its kept form; sending the mask back leaves it as it is.
    """

    template = "forms/questions/resident.html"
    private = True

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": PATTERN}

    def tidy(self, question: Question, value: Any) -> Any:
        if numbers.is_kept(value) or not isinstance(value, str):
            return super().tidy(question, value)
        return residents.normalized(value)

    def keep(self, saved: Any, value: Any) -> Any:
        """What is already kept where it is the same number; else a new kept form. Nothing stays readable."""
        if value is None or value == "" or value == saved:
            return value
        return saved if numbers.same(saved, value) else numbers.seal(str(value))

    def recognize(self, saved: Any, value: Any) -> Any:
        """What is already kept where it is the same number; else what was typed."""
        return saved if numbers.same(saved, value) else value

    def public(self, value: Any) -> Any:
        return "" if numbers.is_kept(value) and numbers.fault(value) == "shape" else numbers.public(value)

    def valid(self, value: Any) -> bool:
        return not numbers.fault(value)

    def shown(self, question: Question, value: Any) -> str:
        """The mask; what was typed and not stored comes back as typed."""
        return numbers.public(value) if numbers.is_kept(value) else super().shown(question, value)

    def display(self, question: Question, value: Any) -> str:
        return numbers.public(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        words = named(question, numbers.public(value))
        fault = numbers.fault(value)
        if fault == "birthday":
            sentence = _("“%(label)s”: digits 7 to 14 are no date of birth. Compare it with the card.")
        elif fault == "check":
            sentence = _("“%(label)s”: the last digit does not fit the others. Compare it with the card.")
        else:
            sentence = _("“%(label)s” takes the 18 characters of the card: 17 digits and a digit or X.")
        return Complaint("id_number", sentence % words)
