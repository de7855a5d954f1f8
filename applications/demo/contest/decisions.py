"""How it is decided: a list, its meeting, the levels, notices with an objection, agreements."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.demo.contest.acts import Contest, act, told
from applications.demo.pdf import paper
from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import carrying, objecting, preparing, releasing
from applications.notices.models import Notice, Objection
from applications.ranking import deciding, drawing, outcomes
from applications.ranking.models import Ranking
from applications.ranking.reckoning import SETTLED, Change
from portal.organizations.models import Organization

ATTENDEES = ["陆闻舟", "沈若溪", "顾明川", "周景行", "叶以宁"]
SECOND = 2  # the review that ranks
WORDS = preparing.Words(
    "",
    "经形式审查、专家评审、答辩和集体研究，现将拟支持名单予以公示。",
    "嘉定区科学技术委员会综合业务科，嘉定区示范路2号，021-0000 0114（演示）",
    5,
    project="project_name",
    leader="leader_name",
)
MORE = "请补充第二年的验证计划和对应预算，再报批。"
DOUBT = "该单位去年同一技术方向的项目已获市级资助，请核实是否重复支持。（演示）"


def draw_up(contest: Contest, days: float) -> Ranking:
    """The list as it stands, within the budget of the round."""
    choice = drawing.Choice(budget=contest.round.budget)
    clerk = contest.offices.clerk
    return drawing.draw_up(contest.round, SECOND, choice, by=clerk, at=contest.ago(days))


def meet(contest: Contest, ranking: Ranking, days: float) -> list[Application]:
    """The meeting looks at what is doubtful and fixes the list; who is supported, in its order."""
    clerk, at = contest.offices.clerk, contest.ago(days)
    for line in drawing.lines_of(ranking):
        if line.twice and not line.settled:
            seen = Change(SETTLED, line.key, "", "已逐份复核评审意见，维持原排序。")
            drawing.change(ranking.pk, seen, by=clerk, at=at)
    upload = SimpleUploadedFile("会议纪要.pdf", paper("minutes"), "application/pdf")
    number = f"嘉科委纪〔{timezone.localtime(at).year}〕8号（演示）"
    minutes = deciding.Minutes(number, timezone.localdate(at), ATTENDEES, [], upload)
    with told(at):
        outcomes.carry_out(deciding.fix(ranking.pk, minutes, by=clerk, at=at), at)
    places = ranking.places.filter(outcome="support").select_related("application").order_by("position")
    return [place.application for place in places]


def approve(contest: Contest, rows: Sequence[Application], days: float, levels: int = 2) -> None:
    """The district's head, then the city's."""
    for number, by in enumerate((contest.offices.head, contest.offices.city)[:levels]):
        act(contest, rows, "approve_level", days - number, by)


def propose_again(contest: Contest, rows: Sequence[Application], days: float, anew: float) -> None:
    """The district's head sends them back for a change; the clerk proposes them once more, later."""
    act(contest, rows, "needs_change", days, contest.offices.head, MORE)
    with told(contest.ago(anew)) as at:
        for row in rows:
            inputs = Inputs(amount=row.amount_asked)
            perform(row.pk, "propose", capacity=contest.offices.clerk, at=at, inputs=inputs)


def publish(contest: Contest, days: float) -> Notice:
    """The clerk prepares a notice of whoever is proposed; the head releases it a day later."""
    offices, kind = contest.offices, Notice.Kind.PROPOSED
    words = replace(WORDS, title=f"{contest.round.program.title}{contest.round.name}拟支持名单公示"[:150])
    notice = preparing.prepare(contest.round, kind, words, by=offices.clerk, at=contest.ago(days))
    with told(contest.ago(days - 1)) as at:
        notice = releasing.release(notice.pk, releasing.hash_of(notice), by=offices.head, at=at)
        carrying.carry_out(notice, at)
    return notice


def conclude(contest: Contest, notice: Notice, days: float) -> None:
    """The period is over without an objection."""
    with told(contest.ago(days)) as at:
        carrying.carry_out(releasing.conclude(notice.pk, by=contest.offices.clerk, at=at), at)


def object_to(contest: Contest, notice: Notice, firm: Organization, days: float) -> None:
    """Another firm doubts the first line, with its sealed letter."""
    letter = SimpleUploadedFile("异议书.pdf", paper("objection"), "application/pdf")
    kind = Objection.Kind.ORGANIZATION
    said = objecting.Statement(kind, firm.name, firm.uscc, "021-0000 0000", DOUBT, 1)
    with told(contest.ago(days)) as at:
        objecting.make(notice, said, [letter], at=at)
