from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from programs.forms.kinds.base import Complaint, Kind, label_of, named
from programs.forms.screens import Choice, Question

MOST_FILES = 10


class Upload(Kind):
    """Files. They are attachments of the application; an answer under the key is refused."""

    template = "forms/questions/upload.html"
    by_files = True

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


class FileList(Upload):
    """Files per item: each choice is an item, its files attached under `key.item`."""

    template = "forms/questions/file_list.html"

    def items(self, question: Question) -> list[Question]:
        """The file question of each item; its limits count the files of one item."""
        return [_item(question, choice) for choice in question.choices]


def _item(question: Question, choice: Choice) -> Question:
    return replace(
        question,
        key=f"{question.key}.{choice.value}",
        kind="file",
        label=choice.label,
        label_en=choice.label_en,
        help="",
        help_en="",
        clause=None,
        choices=(),
    )
