"""Expressions of forms: conditions, formulas, rules and export columns, as text, tree and value.

`grammar.parse` reads what an official writes, `checking.type_of` says whether it makes sense,
`evaluating.value` works it out in three values, `writing.text` writes it again. Nothing is ever run as code.
"""

from programs.forms.expressions.checking import Scope, type_of
from programs.forms.expressions.evaluating import ABSENT, Reading, truth, value
from programs.forms.expressions.faults import Fault
from programs.forms.expressions.grammar import parse
from programs.forms.expressions.nodes import Node, facts, from_json, names, to_json
from programs.forms.expressions.sorts import Sort, Type
from programs.forms.expressions.writing import text

__all__ = [
    "ABSENT", "Fault", "Node", "Reading", "Scope", "Sort", "Type", "facts", "from_json", "names", "parse",
    "text", "to_json", "truth", "type_of", "value",
]  # fmt: skip
