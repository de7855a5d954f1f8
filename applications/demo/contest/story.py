"""What happened to its rounds: the first is decided, the second is under way."""

from collections.abc import Sequence
from random import Random

from django.utils import timezone

from applications.demo.contest import acts, decisions
from applications.demo.contest.acts import Contest, Offices
from applications.demo.contest.pool import TIED, tie
from applications.demo.contest.rounds import publish_rubrics, rounds
from applications.intake.models import Application
from portal.accounts.capacities import Capacity
from portal.organizations.models import Organization

DECIDED, UNDER_WAY = 7, 9  # applications of the rounds
SIGNED, APPROVED, NOTICED = 1, 2, 4  # of those supported, up to this place
FIRST = 6  # among the firms of the second round, where the first firm of all stands: its form is checked


def happen(offices: Offices, owners: Sequence[Capacity], seed: int) -> None:
    """Both rounds, by the firms of the district that may submit."""
    firms, now = local(offices, owners), timezone.now()
    random = Random(seed)  # noqa: S311  # the same every time, no secrets
    first, second = (Contest(round_, offices, now, random) for round_ in rounds())
    for contest in (first, second):
        publish_rubrics(contest.round, offices.clerk, contest.round.opens_at)
    others = firms[DECIDED : DECIDED + UNDER_WAY - 1]
    decided(first, firms[:DECIDED], doubting=others[0])
    under_way(second, [*others[:FIRST], firms[0], *others[FIRST:]])


def local(offices: Offices, owners: Sequence[Capacity]) -> list[Capacity]:
    """The firms of the station's district, the first one first."""
    place = offices.clerk.department.region_id if offices.clerk.department else ""
    unverified = Organization.Verification.UNVERIFIED
    found = [(owner, owner.organization) for owner in owners]
    return [
        owner
        for owner, firm in found
        if firm and firm.registered_region_id == place and firm.verification != unverified
    ]


def decided(contest: Contest, firms: Sequence[Capacity], doubting: Capacity) -> None:
    """One agreement is signed, one approved, two are on public notice, each head has one to approve.

    The last two were sent back for a change first, so that their time has not run out.
    """
    rows = handed_in(contest, firms, 100)
    acts.recommend(contest, rows, 96)
    acts.check(contest, rows, 93)
    acts.reviewed(contest, "第一轮评审组", 1, 2, 90)
    acts.reviewed(contest, "第二轮评审组", 2, 3, 75)
    reviewed(contest, rows, 60)
    listed = decisions.meet(contest, decisions.draw_up(contest, 53), 52)
    decisions.approve(contest, listed[:APPROVED], 50)
    notice = decisions.publish(contest, 45)
    decisions.propose_again(contest, listed[NOTICED:], 44, 12)
    decisions.conclude(contest, notice, 12)
    acts.act(contest, listed[:SIGNED], "sign_agreement", 5, contest.offices.clerk)
    decisions.approve(contest, listed[APPROVED:NOTICED], 7)
    notice = decisions.publish(contest, 3)
    assert doubting.organization is not None
    decisions.object_to(contest, notice, doubting.organization, 1)
    decisions.approve(contest, listed[NOTICED : NOTICED + 1], 1, levels=1)


def under_way(contest: Contest, firms: Sequence[Capacity]) -> None:
    """Two wait for the station, two for the formal check, two for the experts; three are ranked."""
    ranked = handed_in(contest, firms[:3], 28)
    acts.recommend(contest, ranked, 27)
    acts.check(contest, ranked, 26)
    acts.reviewed(contest, "第一轮第一组", 1, 2, 25)
    acts.reviewed(contest, "第二轮第一组", 2, 3, 15)
    reviewed(contest, ranked, 4)
    decisions.draw_up(contest, 1)
    tied = firms[3].organization
    assert tied is not None
    tie(contest.offices.experts[TIED], tied, contest.ago(20))
    with_experts(contest, handed_in(contest, firms[3:5], 14))
    acts.recommend(contest, handed_in(contest, firms[5:7], 5), 2)
    handed_in(contest, firms[7:], 1)


def handed_in(contest: Contest, firms: Sequence[Capacity], days: float) -> list[Application]:
    """One of each firm, within some hours."""
    return [acts.apply(contest, firm, number, days - number / 12) for number, firm in enumerate(firms)]


def reviewed(contest: Contest, rows: Sequence[Application], days: float) -> None:
    """The experts are done; three days later so is the defense."""
    clerk = contest.offices.clerk
    acts.act(contest, rows, "conclude_review", days, clerk)
    acts.act(contest, rows, "conclude_presentation", days - 3, clerk)


def with_experts(contest: Contest, rows: Sequence[Application]) -> None:
    """One review is handed in, one begun; the second panel has been invited and nobody has answered."""
    acts.recommend(contest, rows, 12)
    acts.check(contest, rows, 10)
    given = acts.assemble(contest, acts.invite(contest, "第一轮第二组", 1, 3, 6), 4)
    mine = [row for row in given if row.expert == contest.offices.experts[0]]
    others = [row for row in given if row not in mine]
    acts.write(contest, others[0], 78, 2)
    acts.write(contest, (mine or others[1:])[0], 84, 1, hand_in=False)
    acts.invite(contest, "第二轮第二组", 2, 3, 1)
