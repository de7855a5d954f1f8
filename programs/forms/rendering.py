"""A question as a field to fill in and as an answer to read: what the partials in forms/questions/ show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.files import kinds as file_kinds
from portal.ui.formats import amounts
from portal.ui.texts import localized
from programs.forms import typed
from programs.forms.kinds import kind_of
from programs.forms.kinds.figures import other_unit
from programs.forms.kinds.picks import NO, YES
from programs.forms.screens import Question
from programs.forms.validator import Problem, is_empty

MANY_CHOICES = 8  # from here on one of them is picked in a list box


@dataclass(frozen=True)
class Option:
    """One thing to tick or pick."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Field:
    """One question with its answer, its problems and its files, ready for its partial."""

    question: Question
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Of the input, or the first of a group."""
        return self.question.field_id

    @property
    def template(self) -> str:
        return kind_of(self.question).template

    @property
    def shown(self) -> str:
        """What stands in the input."""
        return kind_of(self.question).shown(self.question, self.value)

    @property
    def answered(self) -> bool:
        return bool(self.files) or not is_empty(self.value)

    @property
    def answer(self) -> str:
        """The answer in words."""
        return "" if is_empty(self.value) else kind_of(self.question).display(self.question, self.value)

    @property
    def describedby(self) -> str:
        """The ids of hint, errors, unit and counter, as far as they are there."""
        parts = [
            ("hint", self.question.help),
            ("error", self.problems),
            ("unit", self.unit),
            ("count", self.counter),
        ]
        return " ".join(f"{self.id}-{name}" for name, there in parts if there)

    @property
    def unit(self) -> str:
        """The words behind the figures."""
        if self.question.kind != "money":
            return localized(self.question, "unit")
        return _("10,000 yuan") if self.question.money_unit == "wan" else _("yuan")

    @property
    def other_amount(self) -> str:
        """The money answer in the unit that is not asked in, in words."""
        amount = other_unit(self.question, self.value)
        return self.other_words.replace("{amount}", amount) if amount else ""

    @property
    def other_words(self) -> str:
        """The sentence around the other amount; the script fills in {amount}, too."""
        return _("= {amount} yuan") if self.question.money_unit == "wan" else _("= {amount} × 10,000 yuan")

    @property
    def counter(self) -> dict[str, Any]:
        """Characters typed and allowed, for texts."""
        if self.question.kind not in ("short_text", "long_text"):
            return {}
        return {"now": f"{len(self.shown):,}", "most": f"{self.limits[1]:,}"}

    @property
    def limits(self) -> tuple[Any, Any]:
        """Least and most; for kinds that count."""
        return kind_of(self.question).limits(self.question) or (None, None)

    @property
    def readable_day(self) -> bool:
        """A date field can show it; what is no date stays in a text field."""
        return is_empty(self.value) or (isinstance(self.value, str) and typed.day(self.value) == self.value)

    @property
    def options(self) -> list[Option]:
        """What can be ticked; a question that may be left out gets a way back to no answer."""
        pairs = [(choice.value, localized(choice, "label")) for choice in self.question.choices]
        chosen = self.value
        if self.question.kind == "yes_no":
            pairs = [(YES, _("Yes")), (NO, _("No"))]
            chosen = {True: YES, False: NO}.get(self.value) if isinstance(self.value, bool) else None
        if not self.question.required and self.question.kind != "many_of":
            pairs.append(("", _("No answer")))
            chosen = chosen or ""
        picked = chosen if isinstance(chosen, list) else [chosen]
        ids = [self.id, *(f"{self.id}-{n}" for n in range(2, len(pairs) + 1))]
        return [
            Option(i, value, label, value in picked) for i, (value, label) in zip(ids, pairs, strict=True)
        ]

    @property
    def listed(self) -> bool:
        """So many choices that a list box is quicker than a row of buttons."""
        return len(self.question.choices) >= MANY_CHOICES

    @property
    def room(self) -> bool:
        """Another file may be added."""
        return len(self.files) < int(self.limits[1])

    @property
    def file_rules(self) -> str:
        """Which files are taken."""
        most = int(self.limits[1])
        sentence = ngettext(
            "%(kinds)s; at most %(size)s; one file.",
            "%(kinds)s; each at most %(size)s; at most %(most)s files.",
            most,
        )
        labels = _(", ").join(kind.label for kind in file_kinds.KINDS)
        return sentence % {"kinds": labels, "size": amounts.filesize(settings.UPLOAD_MAX_BYTES), "most": most}

    @property
    def accept(self) -> str:
        return file_kinds.ACCEPT

    @property
    def source(self) -> dict[str, str]:
        """The chip of the clause it comes from."""
        clause = self.question.clause
        if clause is None:
            return {}
        return {
            "label": localized(clause, "label"),
            "url": reverse("clause", args=[clause.document, clause.number]),
        }


def fields_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    files: Mapping[str, list[Any]] | None = None,
) -> list[Field]:
    """The questions with what belongs to each."""
    found = list(problems)
    return [
        Field(
            question,
            answers.get(question.key),
            [problem for problem in found if problem.key == question.key],
            (files or {}).get(question.key, []),
        )
        for question in questions
    ]
