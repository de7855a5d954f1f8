"""Which experts must not review which applications: one small function a rule, each naming its source.

Pure over rows. A rule gives for each side the keys it compares; a pair that shares a key is in conflict. So
thousands of applications meet thousands of experts through an index, never pair by pair.

沪科规〔2025〕5号 art. 15 asks for recusal (1) of near relatives, of teacher and student (master, doctorate)
and of whoever has another major interest, (2) where project, award, paper or patent were joint within three
years. The list of interests follows the rules of Zhejiang's public procurement for experts (self or near
relative employed by or consultant to the party within three years; legal dispute within three years; same
legal representative or controlling relation; investment or shareholding).
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from applications.experts.models import Tie
from applications.panels.models import Conflict
from applications.panels.parties import Applicant, Reviewer, Stated

YEARS = 3
JOINT = frozenset({Tie.Kind.PROJECT, Tie.Kind.PAPER, Tie.Kind.PATENT})
PASSING = frozenset({Tie.Kind.EMPLOYMENT, Tie.Kind.ADVISOR, Tie.Kind.DISPUTE})
LASTING = frozenset({Tie.Kind.SHAREHOLDING})
Kind, Source = Conflict.Kind, Conflict.Source
Keys = Iterable[Hashable]


@dataclass(frozen=True)
class Found:
    """A conflict of one expert with one application."""

    application: UUID
    expert: UUID
    kind: str
    source: str
    detail: str


@dataclass(frozen=True)
class Rule:
    """What is compared: keys of the application's side and of the expert's side as of a day."""

    kind: str
    source: str
    of_applicant: Callable[[Applicant], Keys]
    of_reviewer: Callable[[Reviewer, date], Keys]


def wrote_it(applicant: Applicant) -> Keys:
    """Nobody judges their own application: accounts that worked on it (沪科规〔2025〕5号 art. 15 (1))."""
    return applicant.authors


def account(reviewer: Reviewer, on: date) -> Keys:
    """The expert's account."""
    return [reviewer.user] if reviewer.user is not None else []


def in_team(applicant: Applicant) -> Keys:
    """The people named in the answers: leader, team, contact (沪科规〔2025〕5号 art. 15 (1))."""
    return applicant.team


def own_name(reviewer: Reviewer, on: date) -> Keys:
    """The expert's name. A namesake is kept away too: that costs one review, the other way costs trust."""
    return [reviewer.name]


def applying(applicant: Applicant) -> Keys:
    """The applicant and the partners named in the form, by name and by code."""
    return applicant.organizations


def employers(reviewer: Reviewer, on: date) -> Keys:
    """Where the expert works, by name and by code (浙江政府采购: employed by the party)."""
    return reviewer.employers


def memberships(reviewer: Reviewer, on: date) -> Keys:
    """The organizations for which the expert acts in the portal."""
    return reviewer.organizations


def owning(applicant: Applicant) -> Keys:
    """Shareholders, controllers, legal representative (浙江政府采购: shareholding, controlling relation)."""
    return applicant.owners | applicant.leaders | applicant.controllers


def expert_or_employer(reviewer: Reviewer, on: date) -> Keys:
    """The expert, or the organization they work for, may be that shareholder."""
    return {reviewer.name} | reviewer.employers


def owners_of_employer(reviewer: Reviewer, on: date) -> Keys:
    """The applicant may hold shares of where the expert works."""
    return reviewer.owners


def controllers(applicant: Applicant) -> Keys:
    """Who holds more than half of the applicant."""
    return applicant.controllers


def controllers_of_employer(reviewer: Reviewer, on: date) -> Keys:
    """Both may be controlled by the same hand."""
    return reviewer.controllers


def everybody(applicant: Applicant) -> Keys:
    """The people of the application and the organizations behind it."""
    return applicant.people | applicant.organizations


def family(reviewer: Reviewer, on: date) -> Keys:
    """Near relatives as declared (沪科规〔2025〕5号 art. 15 (1))."""
    return stated(reviewer, frozenset({Tie.Kind.FAMILY}))


def teachers(reviewer: Reviewer, on: date) -> Keys:
    """Teachers and students as declared, however long ago (沪科规〔2025〕5号 art. 15 (1))."""
    return stated(reviewer, frozenset({Tie.Kind.TEACHER}))


def joint(reviewer: Reviewer, on: date) -> Keys:
    """Joint project, award, paper or patent within three years (沪科规〔2025〕5号 art. 15 (2))."""
    return stated(reviewer, JOINT, years_before(on))


def interests(reviewer: Reviewer, on: date) -> Keys:
    """Shares as declared; employment, advice and disputes within three years (浙江政府采购)."""
    found = stated(reviewer, LASTING, on)
    return found | stated(reviewer, PASSING, years_before(on))


def avoided(applicant: Applicant) -> Keys:
    """Whom the applicant asked to be kept away, with where they work if it was said."""
    return applicant.avoided


def as_named(reviewer: Reviewer, on: date) -> Keys:
    """The expert as an applicant may name them: alone, or with the name of where they work."""
    return {(reviewer.name, employer) for employer in {"", *reviewer.employers}}


def stated(reviewer: Reviewer, kinds: frozenset[str], since: date | None = None) -> set[Hashable]:
    """People and organizations of the ties of these kinds that lasted until a day or later."""
    ties = [tie for tie in reviewer.ties if tie.kind in kinds and lasted(tie, since)]
    return {name for tie in ties for name in tie.people | tie.organizations}


def lasted(tie: Stated, since: date | None) -> bool:
    """Whether a tie held on the day or after it; one without a last day holds still."""
    return since is None or tie.until is None or tie.until >= since


def years_before(on: date) -> date:
    """The same day three years earlier; of 29 February the day after 28."""
    try:
        return on.replace(year=on.year - YEARS)
    except ValueError:
        return date(on.year - YEARS, 3, 1)


RULES = (
    Rule(Kind.AUTHOR, Source.INFERRED, wrote_it, account),
    Rule(Kind.AUTHOR, Source.INFERRED, in_team, own_name),
    Rule(Kind.MEMBER, Source.INFERRED, applying, memberships),
    Rule(Kind.EMPLOYER, Source.INFERRED, applying, employers),
    Rule(Kind.OWNERSHIP, Source.INFERRED, owning, expert_or_employer),
    Rule(Kind.OWNERSHIP, Source.INFERRED, applying, owners_of_employer),
    Rule(Kind.OWNERSHIP, Source.INFERRED, controllers, controllers_of_employer),
    Rule(Kind.FAMILY, Source.DECLARED, everybody, family),
    Rule(Kind.TEACHER, Source.DECLARED, everybody, teachers),
    Rule(Kind.JOINT, Source.DECLARED, everybody, joint),
    Rule(Kind.INTEREST, Source.DECLARED, everybody, interests),
    Rule(Kind.AVOIDED, Source.AVOIDANCE, avoided, as_named),
)


def conflicts(applicants: Iterable[Applicant], reviewers: Iterable[Reviewer], on: date) -> list[Found]:
    """Every conflict as of a day, one for each pair and kind, in the order of the rules."""
    rows, people = list(applicants), list(reviewers)
    found: dict[tuple[UUID, UUID, str], Found] = {}
    for rule in RULES:
        for one in shared(rule, rows, people, on):
            found.setdefault((one.application, one.expert, one.kind), one)
    return list(found.values())


def shared(rule: Rule, applicants: list[Applicant], reviewers: list[Reviewer], on: date) -> Iterator[Found]:
    """The pairs that share a key of the rule: an index of the smaller side, then each key looked up."""
    index: dict[Hashable, list[UUID]] = defaultdict(list)
    for reviewer in reviewers:
        for key in rule.of_reviewer(reviewer, on):
            index[key].append(reviewer.expert)
    for applicant in applicants:
        for key in rule.of_applicant(applicant):
            for expert in index.get(key, ()):
                yield Found(applicant.application, expert, rule.kind, rule.source, words(key))


def words(key: Hashable) -> str:
    """What the two share, for the official; an account has no words."""
    if isinstance(key, tuple):
        return " ".join(str(part) for part in key if part)
    return key if isinstance(key, str) else ""
