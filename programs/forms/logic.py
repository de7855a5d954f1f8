"""What the answers of a form make of it: which questions are asked, what is computed, which rules hold.

A condition that holds shows its question, one that does not hides it; one that is still open leaves it
`undetermined`: it is shown. The answer to a hidden question is kept and does not count.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from portal.facts.reading import File
from portal.ui.texts import localized
from programs.forms import screens
from programs.forms.answered import Answered, InRow
from programs.forms.expressions import ABSENT, Node, from_json, names, truth, value
from programs.forms.kinds.figures import LARGEST, plain
from programs.forms.models import FormVersion
from programs.forms.problems import Problem
from programs.forms.screens import Question, Section

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Context:
    """What expressions know besides the answers; None is unknown. `cap` in yuan; `today`: the day on which
    the answers are judged; `closing_day`: the last day of the round."""

    facts: File | None = None
    reference_year: int | None = None
    cap: Decimal | None = None
    today: date | None = None
    closing_day: date | None = None


NOTHING_KNOWN = Context()


@dataclass(frozen=True)
class Logic:
    """`visible`: keys of the questions that are shown, the `undetermined` among them. `waits`: for those the
    keys of unanswered questions that decide. `computed`: decimal strings by "key" or "key.row.part".
    `problems` and `warnings`: the rules that do not hold."""

    visible: frozenset[str]
    undetermined: frozenset[str] = frozenset()
    computed: Mapping[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    waits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def evaluate(version: FormVersion, answers: Mapping[str, Any], context: Context | None = None) -> Logic:
    """Everything that follows from the answers; sentences in the active language."""
    asked = {question.key: question for question in screens.questions(version)}
    if not version.logic:
        return Logic(frozenset(asked))
    work = _Work(version.logic, asked, Answered(asked, answers, context or NOTHING_KNOWN))
    work.settle()
    broken = list(_broken(version, work))
    return Logic(
        visible=frozenset(asked) - work.answered.hidden,
        undetermined=frozenset(work.waits),
        computed=work.computed,
        problems=[problem for problem, severity in broken if severity == "error"],
        warnings=[problem for problem, severity in broken if severity != "error"],
        waits=work.waits,
    )


def counted(
    version: FormVersion,
    answers: Mapping[str, Any],
    context: Context | None = None,
    found: Logic | None = None,
) -> dict[str, Any]:
    """The answers that count: without those to hidden questions, with what is computed. `found`: what
    `evaluate` has said of them already."""
    if not version.logic:
        return dict(answers)
    found = found or evaluate(version, answers, context)
    hidden = {question.key for question in screens.questions(version)} - found.visible
    return with_computed({key: said for key, said in answers.items() if key not in hidden}, found)


def with_computed(answers: Mapping[str, Any], found: Logic) -> dict[str, Any]:
    """The answers with the computed figures at their places; rows that are not there are not made."""
    filled = dict(answers)
    copies: dict[str, Any] = {}
    for place, figure in found.computed.items():
        key, _point, inside = place.partition(".")
        if not inside:
            filled[key] = figure
        elif isinstance(filled.get(key), list | dict):
            if key not in copies:
                filled[key] = copies[key] = _copied(filled[key])
            _place(filled[key], inside, figure)
    return filled


def _copied(rows: Any) -> Any:
    """Rows that may be changed without the saved answer changing."""
    if isinstance(rows, list):
        return [dict(row) if isinstance(row, dict) else row for row in rows]
    return {key: dict(row) if isinstance(row, dict) else row for key, row in rows.items()}


def _place(rows: Any, inside: str, figure: str) -> None:
    row, _point, part = inside.partition(".")
    if not part:
        rows[row] = figure
    elif isinstance(rows, list):
        if int(row) < len(rows) and isinstance(rows[int(row)], dict):
            rows[int(row)][part] = figure
    elif isinstance(rows.get(row), dict):
        rows[row][part] = figure


def asked(version: FormVersion, visible: Collection[str]) -> list[Section]:
    """The sections with only these questions; a section without any is left out."""
    parts = [
        replace(part, questions=tuple(question for question in part.questions if question.key in visible))
        for part in screens.sections(version)
    ]
    return [part for part in parts if part.questions]


def deciding(version: FormVersion) -> set[str]:
    """The keys of the questions that conditions name."""
    tests = [from_json(row["test"]) for row in version.logic.get("conditions", {}).values()]
    return {path[0] for test in tests for path in names(test)}


def reads_file(version: FormVersion) -> bool:
    """Whether any expression of the form reads the organization's file."""
    return bool(version.logic.get("reads_file"))


def export_columns(
    version: FormVersion, answers: Mapping[str, Any], context: Context | None = None
) -> list[tuple[str, Any]]:
    """The columns of exports: heading in the active language, and Decimal, date, bool, str, list or None."""
    asked = {question.key: question for question in screens.questions(version)}
    work = _Work(version.logic, asked, Answered(asked, answers, context or NOTHING_KNOWN))
    work.settle()
    told = work.answered.for_rules()
    return [
        (localized(_Words(column["heading"], column["heading_en"]), "heading"), _shown(column, told))
        for column in version.exports
    ]


def _shown(column: Mapping[str, Any], told: Answered) -> Any:
    found = value(from_json(column["value"]), told)
    return None if found is ABSENT else list(found) if isinstance(found, tuple) else found


@dataclass
class _Work:
    """The expressions of a version being worked out over answers."""

    logic: Mapping[str, Any]
    asked: Mapping[str, Question]
    answered: Answered
    computed: dict[str, str] = field(default_factory=dict)
    waits: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def settle(self) -> None:
        """Conditions and formulas, in the order that the version has frozen."""
        for step in self.logic.get("order", ()):
            kind, named = step[0], step[1:]
            if kind == "?" and named in self.logic["conditions"]:
                self._condition(named, from_json(self.logic["conditions"][named]["test"]))
            elif kind == "=" and named in self.logic["formulas"]:
                self._formula(named, from_json(self.logic["formulas"][named]["value"]))

    def _condition(self, key: str, test: Node) -> None:
        found = truth(test, self.answered)
        if found is False:
            self.answered.hidden.add(key)
        elif found is None:
            tops = dict.fromkeys(path[0] for path in names(test))
            self.waits[key] = tuple(top for top in tops if self.answered.is_open(top))

    def _formula(self, named: str, formula: Node) -> None:
        key, _point, part = named.partition(".")
        if not part:
            self._keep((key,), value(formula, self.answered), key)
            return
        if key in self.answered.hidden:
            return
        for place, row in self.answered.rows(key):
            reading = InRow(self.answered, key, row, place)
            where = f"{key}.{place}.{part}" if place else f"{key}.{part}"
            self._keep((key, place, part), value(formula, reading), where)

    def _keep(self, path: tuple[str, ...], found: Any, place: str) -> None:
        """Rounded to two places, as it is shown; what is beyond all amounts is unknown."""
        if isinstance(found, Decimal) and abs(found) <= LARGEST:
            found = found.quantize(CENT, ROUND_HALF_UP)
            if path[0] not in self.answered.hidden:
                self.computed[place] = plain(found)
        elif found is not ABSENT:
            found = None
        self.answered.computed[path] = found


def _broken(version: FormVersion, work: _Work) -> Iterator[tuple[Problem, str]]:
    """The rules that certainly do not hold, with their severity."""
    sections = {q.key: part.key for part in screens.sections(version) for q in part.questions}
    told = work.answered.for_rules()
    for rule in work.logic["rules"]:
        test = from_json(rule["test"])
        if truth(test, told) is not False:
            continue
        tops = [rule["question"], *(path[0] for path in names(test))]
        key = next((top for top in tops if top in sections and top not in work.answered.hidden), "")
        message = localized(_Words(message=rule["message"], message_en=rule["message_en"]), "message")
        section = sections.get(key) or next(iter(sections.values()))
        place = f"{key}{_row_of(key, test)}" if key else rule["key"]
        yield Problem(place, section, "rule", message), rule["severity"]


def _row_of(key: str, test: Node) -> str:
    """ ".row" where a rule names one row only of a question whose rows the form names: it is told there."""
    rows = {path[1] for path in names(test) if path[0] == key and len(path) == 3}
    return f".{rows.pop()}" if len(rows) == 1 else ""


@dataclass(frozen=True)
class _Words:
    """Texts in two languages, as `localized` reads them."""

    heading: str = ""
    heading_en: str = ""
    message: str = ""
    message_en: str = ""
