import re
from typing import Any

from django.utils.translation import gettext as _

from programs.forms import patterns, typed
from programs.forms.kinds.base import Complaint, Kind, named
from programs.forms.screens import Question


class Text(Kind):
    """Characters counted as people count them: one code point is one."""

    longest: int
    pattern: str

    def limits(self, question: Question) -> tuple[int, int]:
        """Fewest and most characters."""
        return max(1, int(question.minimum or 1)), int(question.maximum or self.longest)

    def schema(self, question: Question) -> dict[str, Any]:
        fewest, most = self.limits(question)
        return {"type": "string", "minLength": fewest, "maxLength": most, "pattern": self.pattern}

    def complaint(self, question: Question, value: Any) -> Complaint:
        if not isinstance(value, str):
            return Complaint("type", _("“%(label)s” takes text.") % named(question))
        if not re.match(self.pattern, value):
            return Complaint(
                "characters",
                _("“%(label)s” is blank or has characters that cannot be printed. Type it again.")
                % named(question),
            )
        (fewest, most), length = self.limits(question), len(value)
        words = named(question, length=length, fewest=fewest, most=most, over=length - most)
        if length < fewest:
            return Complaint(
                "too_short",
                _("“%(label)s” is too short: %(length)s of at least %(fewest)s characters. Add to it.")
                % words,
            )
        return Complaint(
            "too_long",
            _("“%(label)s” is too long: %(length)s of at most %(most)s characters. Cut %(over)s.") % words,
        )


class ShortText(Text):
    """One line."""

    template = "forms/questions/line.html"
    longest = 200
    pattern = patterns.LINE

    def tidy(self, question: Question, value: Any) -> Any:
        return typed.line(value) if isinstance(value, str) else super().tidy(question, value)


class LongText(Text):
    """Paragraphs."""

    template = "forms/questions/paragraphs.html"
    longest = 5000
    pattern = patterns.LINES
