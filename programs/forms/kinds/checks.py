"""What keeps a question with parts or choices of its own from being asked, in sentences."""

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from programs.forms import sources
from programs.forms.kinds import FIXED_ROWS, KINDS, ROWS, SIMPLE, WITH_PARTS
from programs.forms.kinds.base import label_of
from programs.forms.kinds.figures import Figure
from programs.forms.kinds.tables import MOST_ROWS
from programs.forms.screens import Question

MOST_PARTS = 30
ITEMS = FIXED_ROWS | {"file_list"}


def of_kind(question: Question) -> Iterator[str]:
    """Every gap of one question that its kind knows of."""
    words: dict[str, object] = {"label": label_of(question), "most": MOST_ROWS, "parts": MOST_PARTS}
    if question.kind in WITH_PARTS and not question.parts:
        yield _("“%(label)s” has no parts: add its columns or fields.") % words
    if question.kind not in WITH_PARTS and question.parts:
        yield _("“%(label)s” has parts, which this kind of question does not know. Remove them.") % words
    if question.kind in ITEMS and not question.choices:
        yield _("“%(label)s” has no rows: add them as its answers to choose from.") % words
    if question.kind in ROWS and (question.maximum or 0) > MOST_ROWS:
        yield _("“%(label)s” takes at most %(most)s rows. Set its maximum.") % words
    if question.kind == "pick" and question.source.partition(":")[0] not in dict(sources.choices()):
        yield _("“%(label)s” does not say which program data it offers.") % words
    if len(question.parts) > MOST_PARTS:
        yield _("“%(label)s” has more than %(parts)s parts. Ask less at once.") % words
    yield from _of_parts(question)


def _of_parts(question: Question) -> Iterator[str]:
    for key, count in Counter(part.key for part in question.parts).items():
        if count > 1:
            yield _("The part “%(key)s” of “%(label)s” is there twice. Give each part its own key.") % {
                "key": key,
                "label": label_of(question),
            }
    for part in question.parts:
        words = {"label": label_of(question), "part": label_of(part)}
        if part.kind not in SIMPLE:
            yield _("“%(part)s” cannot be a part of “%(label)s”: its kind has parts itself.") % words
        elif part.total and not isinstance(KINDS[part.kind], Figure):
            yield _("“%(part)s” of “%(label)s” is no number: it has no sum.") % words
