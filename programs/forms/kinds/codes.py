from typing import Any

from django.utils.translation import gettext as _

from portal.organizations import uscc
from portal.organizations.models import Organization
from programs.forms.kinds.base import Complaint, Kind, named
from programs.forms.patterns import END
from programs.forms.screens import Question


class CreditCode(Kind):
    """A unified social credit code (GB 32100); one that is not in the register is taken, too."""

    template = "forms/questions/credit_code.html"

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^[{uscc.ALPHABET}]{{{uscc.LENGTH}}}{END}"}

    def tidy(self, question: Question, value: Any) -> Any:
        tidied = super().tidy(question, value)
        return uscc.normalize(tidied) if isinstance(tidied, str) else tidied

    def valid(self, question: Question, value: Any) -> bool:
        return not _fault(value)

    def display(self, question: Question, value: Any) -> str:
        name = name_of(value)
        return f"{value} {name}" if name else str(value)

    def complaint(self, question: Question, value: Any) -> Complaint:
        why = _fault(value) or _("Enter the 18-character credit code.")
        return Complaint("credit_code", _("“%(label)s”: %(why)s") % named(question, value, why=why))


def name_of(code: Any) -> str:
    """The name that the register has for a code; "" for one that is not in it."""
    if not isinstance(code, str) or _fault(code):
        return ""
    return Organization.objects.filter(uscc=code).values_list("name", flat=True).first() or ""


def _fault(value: Any) -> str:
    try:
        return "" if uscc.parse(value) == value else _("Enter the 18-character credit code.")
    except (uscc.BadCode, TypeError) as error:
        return str(getattr(error, "sentence", _("Enter the 18-character credit code.")))
