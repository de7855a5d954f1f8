from typing import Any

from django.utils.translation import gettext as _

from portal.privacy import numbers, residents
from programs.forms.kinds.base import Complaint, Kind, label_of, named
from programs.forms.screens import Question

# As people send it, or masked as the portal shows it.
PATTERN = r"^(?:[1-9][0-9]{16}[0-9X]|[1-9][0-9]{2}\*{11}[0-9]{3}[0-9X])(?![\s\S])"
ACCOUNT_PATTERN = r"^(?:[0-9]{8,32}|\*{8}[0-9]{4})(?![\s\S])"


class Sealed(Kind):
    """A number kept encrypted apart from the answers and shown masked.

    `seal` turns what was typed into its kept form; sending the mask back leaves it as it is.
    """

    template = "forms/questions/resident.html"
    private = True
    pattern: str

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": self.pattern}

    def seal(self, text: str) -> str:
        """Encrypt a number and answer its kept form."""
        raise NotImplementedError

    def tidy(self, question: Question, value: Any) -> Any:
        if numbers.is_kept(value) or not isinstance(value, str):
            return super().tidy(question, value)
        return residents.normalized(value)

    def keep(self, question: Question, saved: Any, value: Any) -> Any:
        """What is already kept where it is the same number; else a new kept form. Nothing stays readable."""
        if value is None or value == "" or value == saved:
            return value
        return saved if numbers.same(saved, value) else self.seal(str(value))

    def recognize(self, question: Question, saved: Any, value: Any) -> Any:
        """What is already kept where it is the same number; else what was typed."""
        return saved if numbers.same(saved, value) else value

    def public(self, question: Question, value: Any) -> Any:
        return "" if numbers.is_kept(value) and numbers.fault(value) == "shape" else numbers.public(value)

    def valid(self, question: Question, value: Any) -> bool:
        return not numbers.fault(value)

    def shown(self, question: Question, value: Any) -> str:
        """The mask; what was typed and not stored comes back as typed."""
        return numbers.public(value) if numbers.is_kept(value) else super().shown(question, value)

    def display(self, question: Question, value: Any) -> str:
        return numbers.public(value)


class ResidentNumber(Sealed):
    """A resident identity number (GB 11643), taken only with consent."""

    pattern = PATTERN
    consent = True

    def seal(self, text: str) -> str:
        return numbers.seal(text)

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


class BankNumber(Sealed):
    """The number of a bank account: 8 to 32 digits."""

    pattern = ACCOUNT_PATTERN

    def seal(self, text: str) -> str:
        return numbers.seal_account(text)

    def complaint(self, question: Question, value: Any) -> Complaint:
        sentence = _("“%(label)s” takes the 8 to 32 digits of the account. Compare it with the bank's paper.")
        return Complaint("bank_number", sentence % {"label": label_of(question)})
