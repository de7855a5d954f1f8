"""A question as a field to fill in and as an answer to read: what the partials in forms/questions/ show."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.files import kinds as file_kinds
from portal.organizations.choices import region_choices
from portal.ui.formats import amounts
from portal.ui.texts import localized
from programs.forms import sources, typed
from programs.forms.kinds import kind_of
from programs.forms.kinds.codes import name_of
from programs.forms.kinds.figures import Figure, other_unit
from programs.forms.kinds.lines import bound
from programs.forms.kinds.picks import NO, YES
from programs.forms.kinds.uploads import FileList
from programs.forms.rows import NOTHING_OPENED, Opened, Reading, Rows
from programs.forms.screens import Question
from programs.forms.validator import Problem, is_empty

MANY_CHOICES = 8  # from here on one of them is picked in a list box
LONG_LIST = 12  # from here on the script can shorten it


@dataclass(frozen=True)
class Option:
    """One thing to tick or pick."""

    id: str
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Uploads:
    """Where files go in pieces: the target's name and its place without the question. `library`: there is one
    to choose documents from; `joins`: photos can be joined there."""

    target: str
    place: Mapping[str, str]
    library: bool = False
    joins: bool = False


@dataclass(frozen=True)
class Field:
    """One question with its answer, its problems and its files, ready for its partial."""

    question: Question
    value: Any = None
    problems: list[Problem] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    mark: str = ""  # where the answer comes from, until somebody changes it
    locked: bool = False  # only to be read
    uploads: Uploads | None = None
    items: list["Field"] = field(default_factory=list)  # of a list of files, each a field of its own
    inner: list[Problem] = field(default_factory=list)  # of its parts
    row: str = ""  # the words of its row, in a table
    offers: dict[str, Any] = field(default_factory=dict)  # what lists offer, read once for all rows
    opened: Opened = NOTHING_OPENED

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
        return bool(self.files) or any(item.files for item in self.items) or not is_empty(self.value)

    @property
    def blocks(self) -> list["Field"]:
        """The parts of an answer that is one block, as fields of their own."""
        key = self.question.key
        answers = self.value if isinstance(self.value, dict) else {}
        parts = [bound(part, f"{key}.{part.key}") for part in self.question.parts]
        values = {part.key: answers.get(part.key.removeprefix(f"{key}.")) for part in parts}
        return fields_of(parts, values, self.inner)

    @cached_property
    def rows(self) -> Rows:
        """The lines of a table or a budget."""
        return Rows(self, self.opened)

    @property
    def spoken(self) -> str:
        """The name of a cell: row, column and unit."""
        words = [self.row, localized(self.question, "label"), self.unit]
        return _(", ").join(word for word in words if word)

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What a list offers, in groups; an answer that is not on offer any more stands first."""
        name = f"{self.question.kind} {self.question.source}"
        if name not in self.offers:
            self.offers[name] = offered(self.question)
        groups: list[tuple[str, list[tuple[str, str]]]] = self.offers[name]
        known = {value for _group, options in groups for value, _words in options}
        if not self.shown or self.shown in known:
            return groups
        return [("", [(self.shown, self.answer)]), *groups]

    @property
    def long(self) -> bool:
        """So much on offer that a box to shorten the list helps."""
        return sum(len(options) for _group, options in self.groups) >= LONG_LIST

    @property
    def known_name(self) -> str:
        """The name that the register has for a credit code."""
        return name_of(self.value)

    @property
    def answer(self) -> str:
        """The answer in words."""
        return "" if is_empty(self.value) else kind_of(self.question).display(self.question, self.value)

    @property
    def describedby(self) -> str:
        """The ids of hint, errors, unit and counter, as far as they are there."""
        parts = [
            ("hint", self.question.help),
            ("mark", self.mark),
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
    def part(self) -> str:
        """The key of a cell in its row."""
        return self.question.key.rpartition(".")[2]

    @property
    def figures(self) -> bool:
        """Whether it holds a number: set to the right."""
        return isinstance(kind_of(self.question), Figure)

    @property
    def private(self) -> bool:
        """Whether it is kept encrypted."""
        return kind_of(self.question).private

    @property
    def reading(self) -> Reading | None:
        """An answer in rows as a table to read; None for any other."""
        return Reading.of(self.question, self.value) if self.question.parts else None

    @property
    def chosen(self) -> bool:
        """Whether it is ticked."""
        return self.value is True

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
        """Which files are taken in one go."""
        return self._file_rules(settings.UPLOAD_MAX_BYTES)

    @property
    def file_rules_in_pieces(self) -> str:
        """Which files are taken in pieces, with the script."""
        return self._file_rules(settings.RESUMABLE_MAX_BYTES)

    def _file_rules(self, size: int) -> str:
        most = int(self.limits[1])
        sentence = ngettext(
            "%(kinds)s; at most %(size)s; one file.",
            "%(kinds)s; each at most %(size)s; at most %(most)s files.",
            most,
        )
        return sentence % {"kinds": file_kinds.IN_WORDS, "size": amounts.filesize(size), "most": most}

    @property
    def place(self) -> str:
        """Where its files go in pieces, as the script sends it."""
        return json.dumps({**self.uploads.place, "question": self.question.key}) if self.uploads else ""

    @property
    def most_bytes(self) -> int:
        """Of a file that comes in pieces."""
        return settings.RESUMABLE_MAX_BYTES

    @property
    def photos(self) -> int:
        """How many of its files are photos: two or more can be joined."""
        return sum(file.file.media_type.startswith("image/") for file in self.files)

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


def offered(question: Question) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a list of regions, program data or many choices offers, in groups."""
    if question.kind == "region":
        return [group for group in region_choices() if group[0]]
    if question.kind == "pick":
        return [("", sources.options(question.source))]
    return [("", [(choice.value, localized(choice, "label")) for choice in question.choices])]


def fields_of(
    questions: Iterable[Question],
    answers: Mapping[str, Any],
    problems: Iterable[Problem] = (),
    files: Mapping[str, list[Any]] | None = None,
    marks: Mapping[str, str] | None = None,
    open_keys: Collection[str] | None = None,
    uploads: Uploads | None = None,
    opened: Opened = NOTHING_OPENED,
) -> list[Field]:
    """The questions with what belongs to each; `open_keys`: those that may be changed, None for all."""
    found, kept = list(problems), files or {}

    def field_of(question: Question) -> Field:
        kind = kind_of(question)
        return Field(
            question,
            answers.get(question.key),
            [problem for problem in found if problem.key == question.key],
            kept.get(question.key, []),
            (marks or {}).get(question.key, ""),
            open_keys is not None and question.key.partition(".")[0] not in open_keys,
            uploads,
            [field_of(item) for item in kind.items(question)] if isinstance(kind, FileList) else [],
            [problem for problem in found if problem.key.startswith(f"{question.key}.")],
            opened=opened,
        )

    return [field_of(question) for question in questions]
