from typing import Any

from django.utils.translation import gettext as _

from programs.forms.kinds.base import Complaint, named
from programs.forms.kinds.figures import LARGEST, DecimalNumber
from programs.forms.patterns import decimal_between
from programs.forms.screens import Question


class Computed(DecimalNumber):
    """A figure that follows from other answers by its formula; what is sent for it is left out."""

    template = "forms/questions/computed.html"
    computed = True

    def schema(self, question: Question) -> dict[str, Any]:
        return {"type": "string", "pattern": decimal_between(-LARGEST, LARGEST), "readOnly": True}

    def limits(self, question: Question) -> Any:
        return None

    def tidy(self, question: Question, value: Any) -> Any:
        return None

    def complaint(self, question: Question, value: Any) -> Complaint:
        sentence = _("“%(label)s” is computed: leave it out.")
        return Complaint("computed", sentence % named(question, value))
