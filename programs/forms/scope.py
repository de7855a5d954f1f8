"""What expressions of a form may name, and of which type it is: questions, columns, cells, facts."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from django.utils.translation import gettext as _

from portal.facts.definitions import FACTS
from portal.facts.definitions import Type as FactType
from portal.facts.models import Qualification
from portal.organizations.models import Organization
from programs.forms.expressions.checking import Scope
from programs.forms.expressions.sorts import DATE, MONEY, NUMBER, TEXT, YES_NO, Sort, Type
from programs.forms.kinds.base import label_of
from programs.forms.models import Question as Row
from programs.forms.screens import Question

Path = tuple[str, ...]
KIND = Row.Kind
ROWS = frozenset({KIND.TABLE, KIND.GROUP, KIND.MILESTONES, KIND.TEAM, KIND.INDICATORS})
FIXED = frozenset({KIND.BUDGET, KIND.MATRIX})
BLOCKS = frozenset({KIND.ADDRESS, KIND.BANK_ACCOUNT, KIND.PERSON, KIND.DATE_RANGE})
FILES = frozenset({KIND.FILE, KIND.FILE_LIST})
SECRET = frozenset({KIND.ID_NUMBER, KIND.BANK_NUMBER})
TYPES: Mapping[str, Type] = {
    KIND.SHORT_TEXT: TEXT,
    KIND.LONG_TEXT: TEXT,
    KIND.REGION: TEXT,
    KIND.CREDIT_CODE: TEXT,
    KIND.PICK: TEXT,
    KIND.INTEGER: NUMBER,
    KIND.DECIMAL: NUMBER,
    KIND.MONEY: MONEY,
    KIND.DATE: DATE,
    KIND.YES_NO: YES_NO,
    KIND.DECLARATION: YES_NO,
}
OF_FACTS = {
    FactType.TEXT: TEXT,
    FactType.REGION: TEXT,
    FactType.INDUSTRY: TEXT,
    FactType.MONEY: MONEY,
    FactType.COUNT: NUMBER,
    FactType.DATE: DATE,
}
QUALIFICATIONS = "qualifications"  # the kinds of those in force


def scope_of(asked: Iterable[Question], computed: Mapping[Path, Type]) -> Scope:
    """The scope of expressions about whole answers; `computed`: the types of formulas found so far."""
    names: dict[Path, Type] = {}
    closed: dict[Path, str] = {}
    wholes = set()
    for question in asked:
        for path, type_ in _named(question, computed):
            if isinstance(type_, Type):
                names[path] = type_
            else:
                closed[path] = type_
        if question.parts:
            wholes.add((question.key,))
    facts, yearly = _facts()
    return Scope(names, facts, yearly, closed, frozenset(wholes))


def in_row(scope: Scope, table: Question, computed: Mapping[Path, Type]) -> Scope:
    """The scope of a formula of a column: the cells of its row come first."""
    names, closed = dict(scope.names), dict(scope.closed)
    for part in table.parts:
        found = _type(part, (table.key, part.key), computed)
        for kept in (names, closed):
            kept.pop((part.key,), None)
        if isinstance(found, Type):
            names[(part.key,)] = found
        else:
            closed[(part.key,)] = found
    return Scope(names, scope.facts, scope.yearly, closed, scope.wholes)


def _named(question: Question, computed: Mapping[Path, Type]) -> Iterator[tuple[Path, Type | str]]:
    """The paths that begin with a question; a sentence instead of a type where it cannot be used."""
    key = question.key
    if not question.parts:
        yield (key,), _type(question, (key,), computed)
        return
    whole = _("“%(label)s” has parts: name one of them, such as %(key)s.%(part)s.")
    words = {"label": label_of(question), "key": key, "part": question.parts[0].key}
    yield (key,), Type(Sort.ROWS) if question.kind in ROWS else whole % words
    for part in question.parts:
        found = _type(part, (key, part.key), computed)
        if question.kind in BLOCKS or not isinstance(found, Type):
            yield (key, part.key), found
            continue
        if not found.many:
            yield (key, part.key), Type(found.sort, many=True, options=found.options)
        if question.kind in FIXED:
            for row in question.choices:
                yield (key, row.value, part.key), found


def _type(question: Question, path: Path, computed: Mapping[Path, Type]) -> Type | str:
    options = tuple(choice.value for choice in question.choices)
    words = {"label": label_of(question)}
    match question.kind:
        case KIND.ONE_OF:
            return Type(Sort.CHOICE, options=options)
        case KIND.MANY_OF:
            return Type(Sort.CHOICE, many=True, options=options)
        case KIND.COMPUTED:
            return computed.get(path) or _("“%(label)s” has no formula that works.") % words
    if question.kind in FILES:
        return _("“%(label)s” takes files; expressions know nothing of them.") % words
    if question.kind in SECRET:
        return _("“%(label)s” is kept encrypted; expressions cannot read it.") % words
    return TYPES.get(question.kind, TEXT)


@cache
def _facts() -> tuple[dict[str, Type], frozenset[str]]:
    """The facts of a file by name, and those that are said by year."""
    found = {key: OF_FACTS.get(fact.type, TEXT) for key, fact in FACTS.items()}
    for key, fact in FACTS.items():
        if fact.type == FactType.CHOICE:
            choices = Organization.Kind if key == "kind" else fact.choices
            found[key] = Type(Sort.CHOICE, options=tuple(choices.values) if choices else ())
    found[QUALIFICATIONS] = Type(Sort.CHOICE, many=True, options=tuple(Qualification.Kind.values))
    return found, frozenset(key for key, fact in FACTS.items() if fact.yearly)
