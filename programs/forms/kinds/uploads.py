from typing import Any

from django.utils.translation import gettext as _

from programs.forms.kinds.base import Complaint, Kind, label_of, named
from programs.forms.screens import Question

MOST_FILES = 10


class Upload(Kind):
    """Files. They are attachments of the application; an answer under the key is refused."""

    template = "forms/questions/upload.html"

    def limits(self, question: Question) -> tuple[int, int]:
        """Fewest and most files."""
        return max(1, int(question.minimum or 1)), int(question.maximum or MOST_FILES)

    def schema(self, question: Question) -> dict[str, Any]:
        raise TypeError("Files are no part of the answers.")

    def complaint(self, question: Question, value: Any) -> Complaint:
        return Complaint("file", _("“%(label)s” takes files: upload them, do not answer.") % named(question))

    def missing(self, question: Question) -> str:
        return _("Upload “%(label)s”.") % {"label": label_of(question)}

    def count_complaint(self, question: Question, count: int) -> Complaint | None:
        """Too few or too many files, when there are any."""
        fewest, most = self.limits(question)
        words = named(question, count, fewest=fewest, most=most)
        if 0 < count < fewest:
            return Complaint(
                "too_few",
                _("“%(label)s”: files uploaded %(value)s, at least %(fewest)s needed. Add more.") % words,
            )
        if count > most:
            return Complaint(
                "too_many",
                _("“%(label)s”: files uploaded %(value)s, at most %(most)s allowed. Remove some.") % words,
            )
        return None
