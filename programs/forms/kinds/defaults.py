"""The parts that questions of some kinds have where the form says nothing else."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from django.utils import translation
from django.utils.translation import pgettext

from programs.forms.models import Question as Row
from programs.forms.screens import Question

KIND = Row.Kind
NOTHING = Decimal(0)


def default_parts(kind: str) -> tuple[Question, ...]:
    """The parts of a kind with their labels in both languages; () for a kind that has none of its own."""
    return _in_both_languages().get(kind, ())


@cache
def _in_both_languages() -> dict[str, tuple[Question, ...]]:
    """Labels are data of a form: Chinese, with the English words beside them."""
    with translation.override("zh-hans"):
        chinese = _every_kind()
    with translation.override("en"):
        english = _every_kind()
    return {
        kind: tuple(
            replace(part, label_en=other.label) for part, other in zip(parts, english[kind], strict=True)
        )
        for kind, parts in chinese.items()
    }


def _every_kind() -> dict[str, list[Question]]:
    return {
        KIND.ADDRESS: _address(),
        KIND.BANK_ACCOUNT: _bank_account(),
        KIND.PERSON: _person(),
        KIND.DATE_RANGE: _date_range(),
        KIND.MILESTONES: _milestones(),
        KIND.TEAM: _team(),
        KIND.INDICATORS: _indicators(),
        KIND.BUDGET: _budget(),
    }


def _line(key: str, label: str, longest: int = 60, *, required: bool = True) -> Question:
    return Question(key, KIND.SHORT_TEXT, label, required=required, maximum=Decimal(longest))


def _address() -> list[Question]:
    return [
        Question("region", KIND.REGION, pgettext("part", "Province and district")),
        _line("text", pgettext("part", "Street and number"), 120),
    ]


def _bank_account() -> list[Question]:
    return [
        _line("holder", pgettext("part", "Account holder"), 100),
        _line("bank", pgettext("part", "Bank and branch"), 100),
        Question("number", KIND.BANK_NUMBER, pgettext("part", "Account number")),
    ]


def _person() -> list[Question]:
    return [
        _line("name", pgettext("part", "Name")),
        Question("id_number", KIND.ID_NUMBER, pgettext("part", "Identity number"), required=False),
        _line("phone", pgettext("part", "Phone"), 30),
        _line("title", pgettext("part", "Title"), required=False),
    ]


def _date_range() -> list[Question]:
    return [
        Question("from", KIND.DATE, pgettext("part", "First day")),
        Question("to", KIND.DATE, pgettext("part", "Last day")),
    ]


def _milestones() -> list[Question]:
    return [
        _line("name", pgettext("part", "Milestone")),
        Question("due", KIND.DATE, pgettext("part", "To be reached by")),
        _line("result", pgettext("part", "What will be there then"), 200),
    ]


def _team() -> list[Question]:
    return [
        _line("name", pgettext("part", "Name")),
        _line("title", pgettext("part", "Title"), required=False),
        _line("employer", pgettext("part", "Employer"), 100),
        _line("task", pgettext("part", "Task"), 120),
    ]


def _indicators() -> list[Question]:
    return [
        _line("name", pgettext("part", "Indicator")),
        Question("now", KIND.DECIMAL, pgettext("part", "Now"), required=False),
        Question("target", KIND.DECIMAL, pgettext("part", "Target")),
        _line("unit", pgettext("part", "Unit"), 20),
    ]


def _budget() -> list[Question]:
    return [_share("grant", pgettext("part", "From the grant")), _share("own", pgettext("part", "Own money"))]


def _share(key: str, label: str) -> Question:
    return Question(key, KIND.MONEY, label, required=False, minimum=NOTHING, money_unit="wan", total=True)
