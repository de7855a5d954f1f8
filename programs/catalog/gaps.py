"""What is missing before something may be published, as sentences."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from programs.catalog.deadlines import day_off_refusal
from programs.catalog.models import Program, Round

GapCheck = Callable[[Round], list[str]]
APPLICANT_KINDS = ("organization", "team", "person")

_checks: list[GapCheck] = []


def register_gap_check(check: GapCheck) -> None:
    """Add a check that upper apps make before a round is published (from AppConfig.ready)."""
    _checks.append(check)


def program_gaps(program: Program) -> list[str]:
    """What a program needs before it is published."""
    found = []
    if not program.clauses.exists():
        found.append(_("The program names no clause it rests on."))
    if not (program.contact_name and program.contact_phone):
        found.append(_("The program names no contact with a telephone number."))
    return found


def publication_gaps(round_: Round) -> list[str]:
    """What a round needs before it is published; empty when nothing is missing."""
    found = [*program_gaps(round_.program), *_round_gaps(round_), *_condition_gaps(round_)]
    if round_.program.status != Program.Status.PUBLISHED:
        found.insert(0, _("The program is not published yet. Publish it first."))
    for check in _checks:
        found += check(round_)
    return found


def _round_gaps(round_: Round) -> list[str]:
    found = []
    if not round_.applicant_kinds:
        found.append(_("The round does not say who may apply."))
    found += [
        _("“%(kind)s” is not a kind of applicant. Use organization, team or person.") % {"kind": kind}
        for kind in round_.applicant_kinds
        if kind not in APPLICANT_KINDS
    ]
    if round_.amount_cap is not None and not round_.cap_period:
        found.append(_("The cap per applicant does not say for which period it counts."))
    if sentence := day_off_refusal(round_, round_.closes_at):
        found.append(sentence)
    return found


def _condition_gaps(round_: Round) -> list[str]:
    conditions = list(round_.conditions.all())
    if not conditions:
        return [_("The round lists no condition: say who qualifies.")]
    return [
        _("Condition %(number)s has no source clause: “%(sentence)s”")
        % {"number": number, "sentence": condition.sentence}
        for number, condition in enumerate(conditions, start=1)
        if condition.clause_id is None
    ]
