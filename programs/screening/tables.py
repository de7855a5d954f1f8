"""The check of an organization as a table: one line per condition of each program."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _

from portal.ui.texts import localized
from programs.catalog.models import Round
from programs.catalog.program_page import cited
from programs.screening.showing import Check, Shown


def header() -> list[str]:
    return [
        _("Program"),
        _("Round"),
        _("Application phase"),
        _("Closes"),
        _("Result"),
        _("Condition"),
        _("Outcome"),
        _("Reason"),
        _("What would change it"),
        _("Source"),
    ]


def lines(found: Iterable[Shown]) -> Iterator[list[Any]]:
    """In the order given; a program without conditions has one line."""
    for shown in found:
        begins = _program(shown)
        for check in shown.checks:
            yield [*begins, *_check(check)]
        if not shown.checks:
            yield begins


def _program(shown: Shown) -> list[str]:
    round_ = shown.round
    return [
        localized(shown.program, "title"),
        localized(round_, "name") if round_ else "",
        str(shown.phase.label) if shown.phase else _("No round announced"),
        _closes(round_) if round_ else "",
        str(shown.judged.group.label),
    ]


def _closes(round_: Round) -> str:
    return localize(timezone.localtime(round_.closes_at)) if round_.closes_at else _("Open all year")


def _check(check: Check) -> list[str]:
    clause = check.condition.clause
    source = cited([clause])[0] if clause else ""
    return [localized(check.condition, "sentence"), check.word, check.in_full, check.change, source]
