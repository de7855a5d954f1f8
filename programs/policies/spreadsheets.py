"""A document as spreadsheets: its clauses, measures, rules and targets with what stands on each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.ui.texts import localized
from programs.policies.figures import amount
from programs.policies.outline import Part
from programs.policies.uses import Use

Row = Sequence[Any]
Sheet = Callable[[Sequence[Part]], Iterator[Row]]


def listed(words: Iterable[str]) -> str:
    """Words in one cell."""
    return pgettext("between the items of a list", ", ").join(word for word in words if word)


def program_names(uses: Iterable[Use]) -> str:
    """The programs, each with whether one can apply."""
    return listed(f"{localized(use.program, 'title')} [{use.openness.label}]" for use in uses)


def figures(measure: Any) -> str:
    """The figures of a measure, each with its basis where the document does not state it."""
    words = []
    for figure in measure.figures.all():
        basis = "" if figure.basis == "stated" else f" [{figure.get_basis_display()}]"
        words.append(f"{localized(figure, 'what')} {amount(figure)}{basis}".strip())
    return listed(words)


def clauses(parts: Sequence[Part]) -> Iterator[Row]:
    """A row a clause with counts."""
    yield [
        _("Clause"), _("Heading"), _("Summary"), _("Measures"), _("Rules"), _("Targets"), _("Programs"),
    ]  # fmt: skip
    for part in parts:
        clause = part.clause
        yield [
            localized(clause, "printed"), localized(clause, "heading"), localized(clause, "summary"),
            len(part.measures), len(part.rules), len(part.targets),
            program_names(use for _program, use in part.programs),
        ]  # fmt: skip


def measures(parts: Sequence[Part]) -> Iterator[Row]:
    """A row a measure."""
    yield [
        _("Short name"), _("Clause"), _("Kind"), _("Measure"), _("Can be asked for"), _("Figures"),
        _("For whom"),
        _("Basis of “for whom”"), _("By whom"), _("Basis of “by whom”"), _("Note"), _("Programs"),
    ]  # fmt: skip
    for part in parts:
        for measure, uses in part.measures:
            yield [
                measure.slug, localized(part.clause, "printed"), measure.get_kind_display(),
                localized(measure, "name"), _("Yes") if measure.asked_for else _("No"), figures(measure),
                localized(measure, "beneficiary"), measure.get_beneficiary_basis_display(),
                localized(measure, "provider"), measure.get_provider_basis_display(),
                localized(measure, "note"), program_names(uses),
            ]  # fmt: skip


def rules(parts: Sequence[Part]) -> Iterator[Row]:
    """A row a rule."""
    yield [
        _("Short name"), _("Clause"), _("Kind"), _("Rule"), _("Figure"),
        _("Due on"), _("Rounds that hold it"),
    ]  # fmt: skip
    for part in parts:
        for rule, uses in part.rules:
            rounds = listed(
                f"{localized(use.program, 'title')} {localized(use.round, 'name') if use.round else ''}"
                for use in uses
            )
            yield [
                rule.slug, localized(part.clause, "printed"), rule.get_kind_display(),
                localized(rule, "sentence"), amount(rule), rule.due_on, rounds,
            ]  # fmt: skip


def targets(parts: Sequence[Part]) -> Iterator[Row]:
    """A row a target."""
    yield [
        _("Short name"), _("Clause"), _("Indicator"), _("Target"),
        _("Period"), _("Programs that count towards it"),
    ]  # fmt: skip
    for part in parts:
        for target, uses in part.targets:
            yield [
                target.slug, localized(part.clause, "printed"), localized(target, "name"), amount(target),
                localized(target, "period"), program_names(uses),
            ]  # fmt: skip


SHEETS: dict[str, tuple[Promise, Sheet]] = {
    "clauses": (gettext_lazy("Clauses"), clauses),
    "measures": (gettext_lazy("Measures"), measures),
    "rules": (gettext_lazy("Rules"), rules),
    "targets": (gettext_lazy("Targets"), targets),
}
