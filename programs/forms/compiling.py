"""From the expressions of a form to what a version freezes: trees in the order in which they are worked out.

`FormVersion.logic`, {} where nothing is written: "conditions" {key: {"test", "text"}}; "formulas" {"key" or
"key.part": {"value", "text"}}; "rules" [{"key", "test", "text", "question", "message", "message_en",
"severity"}]; "order" ["?key" for a condition, "=path" for a formula]; "reads_file": whether any expression
reads the organization's. `FormVersion.exports`: [{"heading", "heading_en", "value", "text"}]. Tests and
values are trees of `programs.forms.expressions.nodes`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _

from programs.forms.expressions import Fault, Node, Scope, Type, facts, names, parse, to_json, type_of
from programs.forms.expressions.sorts import YES_NO
from programs.forms.kinds.base import label_of
from programs.forms.models import Question as Row
from programs.forms.scope import Path, in_row, scope_of
from programs.forms.screens import Question, Section

COMPUTED = Row.Kind.COMPUTED


@dataclass(frozen=True)
class RuleText:
    """A rule as it is written; `question`: the key where it is told, "" for the first that it names."""

    key: str
    expression: str
    message: str
    message_en: str = ""
    question: str = ""
    severity: str = "error"


@dataclass(frozen=True)
class ColumnText:
    """A column of exports as it is written."""

    heading: str
    expression: str
    heading_en: str = ""


@dataclass
class Compiled:
    """The trees that work, and in `faults` a sentence for everything else."""

    conditions: dict[str, Node] = field(default_factory=dict)
    formulas: dict[Path, Node] = field(default_factory=dict)
    rules: list[tuple[RuleText, Node]] = field(default_factory=list)
    columns: list[tuple[ColumnText, Node]] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def logic(self) -> dict[str, Any]:
        """As `FormVersion.logic` keeps it."""
        if not any(self._nodes()):
            return {}
        return {
            "conditions": {
                key: {"test": to_json(node), "text": self.texts[f"?{key}"]}
                for key, node in self.conditions.items()
            },
            "formulas": {
                ".".join(path): {"value": to_json(node), "text": self.texts[f"={'.'.join(path)}"]}
                for path, node in self.formulas.items()
            },
            "rules": [_frozen_rule(rule, node) for rule, node in self.rules],
            "order": self.order,
            "reads_file": any(facts(node) for node in self._nodes()),
        }

    def _nodes(self) -> Iterator[Node]:
        yield from (*self.conditions.values(), *self.formulas.values())
        yield from (node for _text, node in (*self.rules, *self.columns))

    def exports(self) -> list[dict[str, Any]]:
        """As `FormVersion.exports` keeps it."""
        return [
            {
                "heading": column.heading,
                "heading_en": column.heading_en,
                "value": to_json(node),
                "text": column.expression,
            }
            for column, node in self.columns
        ]


def _frozen_rule(rule: RuleText, node: Node) -> dict[str, Any]:
    told = {name: getattr(rule, name) for name in ("key", "question", "message", "message_en", "severity")}
    return {"test": to_json(node), "text": rule.expression, **told}


def compiled(
    sections: Iterable[Section], rules: Iterable[RuleText] = (), columns: Iterable[ColumnText] = ()
) -> Compiled:
    """Every expression of a form, read and checked."""
    asked = [question for part in sections for question in part.questions]
    found = Compiled()
    scope = scope_of(asked, _read_in_order(asked, found))
    _check_conditions(asked, found, scope)
    _check_lines(rules, columns, found, scope)
    return found


def scope_in(sections: Iterable[Section], table: str = "") -> Scope:
    """What an expression of a form may name; `table`: the key of the question of whose rows it is a part."""
    asked = [question for part in sections for question in part.questions]
    types = _read_in_order(asked, Compiled())
    whole = scope_of(asked, types)
    found = next((question for question in asked if question.key == table), None)
    return in_row(whole, found, types) if found else whole


def require_fitting(node: Node, scope: Scope, sort: str) -> Type:
    """Its type; a Fault where it makes no sense as `sort`: formula, shown_when, rule or export."""
    found = type_of(node, scope)
    if sort in ("shown_when", "rule") and found != YES_NO:
        raise Fault(_("This has to be a condition, such as a comparison."))
    if sort == "formula" and not found.figure:
        raise Fault(_("A formula gives a number or money."))
    if sort == "export" and facts(node):
        raise Fault(_("Columns of exports read the answers only, not the organization's file."))
    return found


def _read_in_order(asked: list[Question], found: Compiled) -> dict[Path, Type]:
    """Read the conditions and formulas; the types of formulas."""
    _read(asked, found)
    _put_in_order(asked, found)
    return _type_formulas(asked, found)


def _check_conditions(asked: list[Question], found: Compiled, scope: Scope) -> None:
    for question in asked:
        if question.key in found.conditions:
            with Telling(found, _("“%(label)s”, condition") % {"label": label_of(question)}) as told:
                require_fitting(found.conditions[question.key], scope, "shown_when")
            if told.failed:
                _drop(found, f"?{question.key}")


def _check_lines(
    rules: Iterable[RuleText], columns: Iterable[ColumnText], found: Compiled, scope: Scope
) -> None:
    """Rules, and columns of exports: those read answers only, since exports are of many applications."""
    for rule in rules:
        with Telling(found, _("Rule “%(message)s”") % {"message": rule.message}):
            node = parse(rule.expression)
            require_fitting(node, scope, "rule")
            found.rules.append((rule, node))
    for column in columns:
        with Telling(found, _("Column “%(heading)s”") % {"heading": column.heading}):
            node = parse(column.expression)
            require_fitting(node, scope, "export")
            found.columns.append((column, node))


class Telling:
    """Turns a Fault into a sentence that names where it is written."""

    def __init__(self, found: Compiled, where: str) -> None:
        self.found = found
        self.where = where
        self.failed = False

    def __enter__(self) -> "Telling":
        return self

    def __exit__(self, _type: object, error: object, _trace: object) -> bool:
        if not isinstance(error, Fault):
            return False
        self.failed = True
        words = {"where": self.where, "sentence": error.sentence, "at": error.at + 1}
        self.found.faults.append(_("%(where)s: %(sentence)s (character %(at)s)") % words)
        return True


def _drop(found: Compiled, step: str) -> None:
    """Leave an expression out that does not work."""
    found.order = [other for other in found.order if other != step]
    if step[0] == "?":
        found.conditions.pop(step[1:], None)
    else:
        found.formulas.pop(tuple(step[1:].split(".")), None)


def _read(asked: list[Question], found: Compiled) -> None:
    """Parse the conditions and formulas."""
    for question in asked:
        if question.shown_when.strip():
            with Telling(found, _("“%(label)s”, condition") % {"label": label_of(question)}):
                found.conditions[question.key] = parse(question.shown_when)
                found.texts[f"?{question.key}"] = question.shown_when
        for path, owner in _formula_places(question):
            _read_formula(found, path, owner)
        for part in question.parts:
            if part.shown_when.strip():
                sentence = _("“%(label)s” is a part: it is always shown. Take its condition out.")
                found.faults.append(sentence % {"label": label_of(part)})


def _formula_places(question: Question) -> Iterator[tuple[Path, Question]]:
    yield (question.key,), question
    for part in question.parts:
        yield (question.key, part.key), part


def _read_formula(found: Compiled, path: Path, owner: Question) -> None:
    written = bool(owner.formula.strip())
    words = {"label": label_of(owner)}
    if owner.kind != COMPUTED:
        if written:
            found.faults.append(_("“%(label)s” is typed in: take its formula out.") % words)
        return
    if not written:
        found.faults.append(_("“%(label)s” is computed: write its formula.") % words)
        return
    with Telling(found, _("“%(label)s”, formula") % words):
        found.formulas[path] = parse(owner.formula)
        found.texts[f"={'.'.join(path)}"] = owner.formula


def _put_in_order(asked: list[Question], found: Compiled) -> None:
    """What rests on something else comes after it; a circle is told and left out."""
    tables = {question.key: {part.key for part in question.parts} for question in asked}
    labels = {question.key: label_of(question) for question in asked}
    while True:
        graph = {
            **{f"?{key}": _rests_on(node, found, {}) for key, node in found.conditions.items()},
            **{
                f"={'.'.join(path)}": _rests_on(node, found, tables if len(path) > 1 else {}, path[0])
                for path, node in found.formulas.items()
            },
        }
        try:
            found.order = list(TopologicalSorter(graph).static_order())
            return
        except CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            named = dict.fromkeys(labels.get(step[1:].split(".")[0], step[1:]) for step in circle)
            words = {"labels": _(", ").join(f"“{label}”" for label in named)}
            found.faults.append(_("What is shown or computed goes in a circle: %(labels)s.") % words)
            for step in circle:
                _drop(found, step)


def _rests_on(node: Node, found: Compiled, tables: Mapping[str, set[str]], table: str = "") -> set[str]:
    """The conditions and formulas that have to be known first."""
    steps = set()
    for path in names(node):
        whole = (table, *path) if path[0] in tables.get(table, ()) else path
        if whole[0] in found.conditions:
            steps.add(f"?{whole[0]}")
        for formula in found.formulas:
            if formula in (whole, (whole[0], whole[-1])) or (len(whole) == 1 and formula[0] == whole[0]):
                steps.add(f"={'.'.join(formula)}")
    return steps


def _type_formulas(asked: list[Question], found: Compiled) -> dict[Path, Type]:
    """The types of formulas, each found with those it rests on."""
    types: dict[Path, Type] = {}
    known = {question.key: question for question in asked}
    for step in [step for step in found.order if step[0] == "="]:
        path = tuple(step[1:].split("."))
        question = known[path[0]]
        owner = next(part for at, part in _formula_places(question) if at == path)
        scope = scope_of(asked, types)
        if len(path) > 1:
            scope = in_row(scope, question, types)
        with Telling(found, _("“%(label)s”, formula") % {"label": label_of(owner)}) as told:
            types[path] = require_fitting(found.formulas[path], scope, "formula")
        if told.failed:
            _drop(found, step)
    return types
