"""What is missing before something may be published, as sentences."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from programs.catalog.bases import basis_gaps
from programs.catalog.deadlines import day_off_refusal
from programs.catalog.models import Program, Round
from programs.catalog.stages import Stage
from programs.catalog.terms.gaps import cap_gaps, source_gaps

GapCheck = Callable[[Round], list[str]]
APPLICANT_KINDS = ("organization", "team", "person")
BASIS, WORDS, TERMS, WHO, FORM, DATES = "basis", "words", "terms", "who", "form", "dates"
STAGES = "stages"

_checks: list[tuple[GapCheck, str]] = []


class Gap(str):
    """What is missing, as a sentence; `where` says which part of the work mends it (BASIS, WORDS, …)."""

    where: str

    def __new__(cls, sentence: str, where: str) -> "Gap":
        gap = super().__new__(cls, sentence)
        gap.where = where
        return gap


def register_gap_check(check: GapCheck, where: str = "") -> None:
    """Add a check that upper apps make before a round is published (from AppConfig.ready)."""
    _checks.append((check, where))


def program_gaps(program: Program) -> list[str]:
    """What a program needs before it is published."""
    found: list[str] = []
    if not program.clauses.exists():
        found.append(Gap(_("The program names no clause it rests on."), BASIS))
    found += [Gap(sentence, TERMS) for sentence in source_gaps(program)]
    found += _unsourced(program)
    if not (program.contact_name and program.contact_phone):
        found.append(Gap(_("The program names no contact with a telephone number."), WORDS))
    return found


def publication_gaps(round_: Round) -> list[str]:
    """What a round needs before it is published; empty when nothing is missing."""
    found = round_gaps(round_)
    if round_.program.status != Program.Status.PUBLISHED:
        found.insert(0, _("The program is not published yet. Publish it first."))
    return found


def round_gaps(round_: Round) -> list[str]:
    """The same for a round that is published together with its program."""
    found = [*program_gaps(round_.program), *_who_gaps(round_), *_date_gaps(round_), *_condition_gaps(round_)]
    found += [Gap(sentence, STAGES) for sentence in _stage_gaps(round_)]
    found += [Gap(sentence, WHO) for sentence in basis_gaps(round_)]
    for check, where in _checks:
        found += [gap if isinstance(gap, Gap) else Gap(gap, where) for gap in check(round_)]
    return found


def _who_gaps(round_: Round) -> list[str]:
    found = [] if round_.applicant_kinds else [_("The round does not say who may apply.")]
    found += [
        _("“%(kind)s” is not a kind of applicant. Use organization, team or person.") % {"kind": kind}
        for kind in round_.applicant_kinds
        if kind not in APPLICANT_KINDS
    ]
    return [Gap(sentence, WHO) for sentence in found]


def _date_gaps(round_: Round) -> list[str]:
    found = []
    if round_.amount_cap is not None and not round_.cap_period:
        found.append(_("The cap per applicant does not say for which period it counts."))
    found += cap_gaps(round_)
    if sentence := day_off_refusal(round_, round_.closes_at):
        found.append(sentence)
    if round_.extension == Round.Extension.AUTOMATIC and round_.notice_id is None:
        found.append(_("An automatic extension has to be announced: name the call notice that does."))
    return [Gap(sentence, DATES) for sentence in found]


def _stage_gaps(round_: Round) -> Iterator[str]:
    levels = round_.approval_levels.exists()
    if Stage.APPROVAL in round_.stages_on and not levels:
        yield _("The round is approved level by level: say which levels.")
    if levels and Stage.APPROVAL not in round_.stages_on:
        yield _("The round has levels of approval, but not the stage: choose it, or take the levels out.")
    if Stage.SECOND_REVIEW in round_.stages_on and Stage.REVIEW not in round_.stages_on:
        yield _("A second expert review needs a first one.")


def _condition_gaps(round_: Round) -> list[str]:
    if not round_.conditions.exists():
        return [Gap(_("The round lists no condition: say who qualifies."), WHO)]
    return _unsourced(round_)


def _unsourced(of: Program | Round) -> list[str]:
    sentence = _("Condition %(number)s has no source clause: “%(sentence)s”")
    return [
        Gap(sentence % {"number": number, "sentence": condition.sentence}, WHO)
        for number, condition in enumerate(of.conditions.all(), start=1)
        if condition.clause_id is None
    ]
