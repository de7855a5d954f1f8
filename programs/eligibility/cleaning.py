"""How tests are written: JSON in one canonical form, with a sentence for whatever is not understood."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.texts import labelled
from programs.eligibility.standards import STANDARDS
from programs.eligibility.values import cleaned, fault
from programs.eligibility.vocabulary import OPERATORS, TESTABLE, Shape, Testable

DEEPEST, LONGEST = 6, 40  # groups inside groups; tests in a group
LAST_YEAR, FIRST_YEAR = 0, -10  # offsets that can be asked for
FORMS = gettext_lazy(
    "A test has “fact” with “op”, or “all”, “any”, “at_least” with “of”, “test” with “unless”, or “standard”."
)


def clean(test: Any) -> dict[str, Any]:
    """The canonical form; ValidationError with one sentence for each fault."""
    faults: list[str] = []
    found = _clean(test, faults, 1)
    if faults:
        raise ValidationError(faults)
    return found


def _clean(test: Any, faults: list[str], depth: int) -> dict[str, Any]:
    if depth > DEEPEST:
        faults.append(_("Groups lie at most %(most)s deep.") % {"most": DEEPEST})
        return {}
    keys = frozenset(test) if isinstance(test, dict) else frozenset()
    if "fact" in keys:
        return _leaf(test, faults)
    for form, cleaner in GROUPS.items():
        if keys == form:
            return cleaner(test, faults, depth)
    faults.append(str(FORMS))
    return {}


def _leaf(test: dict[str, Any], faults: list[str]) -> dict[str, Any]:
    testable = TESTABLE.get(test["fact"]) if isinstance(test["fact"], str) else None
    if testable is None:
        faults.append(_("There is no fact “%(key)s” to test.") % {"key": test["fact"]})
        return {}
    try:
        return _cleaned_leaf(testable, test)
    except ValidationError as error:
        faults.extend(labelled(testable.label, sentence) for sentence in error.messages)
        return {}


def _cleaned_leaf(testable: Testable, test: dict[str, Any]) -> dict[str, Any]:
    operator = OPERATORS.get(test["op"]) if isinstance(test.get("op"), str) else None
    if operator is None or operator.key not in testable.operators:
        raise fault(_("Choose how it is compared: %(operators)s."), operators=", ".join(testable.operators))
    about = {"year"} if testable.yearly else {"of"} if testable.named else set()
    if surplus := set(test) - {"fact", "op", "value"} - about:
        raise fault(_("“%(key)s” has no place here."), key=", ".join(sorted(map(str, surplus))))
    found = {"fact": testable.key, "op": operator.key}
    value = cleaned(testable, operator.shape, test.get("value"))
    if operator.shape is not Shape.NONE:
        found["value"] = value
    return found | _about(testable, test)


def _about(testable: Testable, test: dict[str, Any]) -> dict[str, Any]:
    """Which year, counted from the reference year, or which program."""
    if testable.yearly:
        year = test.get("year", -1)
        if isinstance(year, bool) or not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR:
            raise fault(_("Write the year as 0 (the reference year), -1 (the year before) and so on."))
        return {"year": year}
    if not testable.named:
        return {}
    of = test.get("of")
    if not isinstance(of, str) or not of.strip() or len(of) > 60:
        raise fault(_("Name the program or the exclusion group behind “of”."))
    return {"of": of.strip()}


def _inside(tests: Any, faults: list[str], depth: int) -> list[dict[str, Any]]:
    if not isinstance(tests, list | tuple) or not 1 <= len(tests) <= LONGEST:
        faults.append(_("A group has 1 to %(most)s tests.") % {"most": LONGEST})
        return []
    return [_clean(test, faults, depth + 1) for test in tests]


def _all(test: dict[str, Any], faults: list[str], depth: int) -> dict[str, Any]:
    return {"all": _inside(test["all"], faults, depth)}


def _any(test: dict[str, Any], faults: list[str], depth: int) -> dict[str, Any]:
    return {"any": _inside(test["any"], faults, depth)}


def _at_least(test: dict[str, Any], faults: list[str], depth: int) -> dict[str, Any]:
    count, inside = test["at_least"], _inside(test["of"], faults, depth)
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= max(len(inside), 1):
        faults.append(_("“at_least” is a number from 1 to that of the tests behind “of”."))
    return {"at_least": count, "of": inside}


def _unless(test: dict[str, Any], faults: list[str], depth: int) -> dict[str, Any]:
    return {key: _clean(test[key], faults, depth + 1) for key in ("test", "unless")}


def _standard(test: dict[str, Any], faults: list[str], depth: int) -> dict[str, Any]:
    if test["standard"] not in STANDARDS:
        sentence = _("There is no standard “%(key)s”; there are %(keys)s.")
        faults.append(sentence % {"key": test["standard"], "keys": ", ".join(STANDARDS)})
    return {"standard": test["standard"]}


Cleaner = Callable[[dict[str, Any], list[str], int], dict[str, Any]]
GROUPS: dict[frozenset[str], Cleaner] = {
    frozenset({"all"}): _all,
    frozenset({"any"}): _any,
    frozenset({"at_least", "of"}): _at_least,
    frozenset({"test", "unless"}): _unless,
    frozenset({"standard"}): _standard,
}
