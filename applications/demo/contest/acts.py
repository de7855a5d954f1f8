"""What people do in it, each act through its service and at its time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.demo.answers import answers_for, file_questions
from applications.demo.checks import find_all_met
from applications.demo.pdf import paper
from applications.experts.models import Expert
from applications.intake.models import Application
from applications.intake.services import assign, attach, perform, save_answers, start
from applications.intake.services.transition import Inputs
from applications.panels.models import Assignment, Panel
from applications.panels.services import assigning, inviting, reviewing, setting_up
from applications.panels.services.reviewing import Written, criteria_of
from applications.stations.services import Choice, recommend_all
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import User
from portal.inbox.models import Message
from programs.catalog.models import Round

PROJECTS = (
    "微流控芯片批量检测装备",
    "低噪声声学传感器中试",
    "复合材料在线测厚系统",
    "储能电池早期失效预警",
    "激光清洗头国产化",
    "工业相机嵌入式推理模组",
    "冷链全程温控标签",
    "碳纤维回收再生工艺",
    "水下机器人导航单元",
    "精密减速器疲劳试验台",
)
GOAL = (
    "本项目研制{project}。现有样机已完成实验室验证，关键指标优于进口同类产品；"
    "拟在两年内完成工程样机、第三方检测和三家用户试用，形成小批量生产能力和两项发明专利申请。"
)
OPINION = (
    "技术路线清楚，关键指标有试验数据支撑，团队分工与预算基本匹配。"
    "建议补充与同类产品的对比测试，并细化第二年的验证计划。"
)
RECOMMENDED = "经核查，申报材料真实完整，同意推荐。"
PROMISE = (
    "对所评申报材料及评审情况严格保密，只用于本次评审，评审后删除；不与申报单位联系；"
    "与申报单位有利害关系的，立即说明并回避。"
)
LASTS = timedelta(days=730)  # a project
FAR = 28  # points between reviews that somebody has to look at again
READ_AFTER = timedelta(hours=2)
OLD = timedelta(days=3)  # messages older than this have been read


@dataclass(frozen=True)
class Offices:
    """Who acts for the offices: of the round, its head, the station, the city's head; and the experts."""

    clerk: Capacity
    head: Capacity
    station: Capacity
    city: Capacity
    experts: Sequence[Expert]


@dataclass(frozen=True)
class Contest:
    """A round with its offices, seen from now."""

    round: Round
    offices: Offices
    now: datetime
    random: Random

    def ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)


@contextmanager
def told(at: datetime) -> Iterator[datetime]:
    """What people are told meanwhile, they were told then."""
    before = timezone.now()
    yield at
    read_at = at + READ_AFTER if at < before - OLD else None
    Message.objects.filter(created_at__gte=before).update(created_at=at, read_at=read_at)


def at_work(user: User | None, kind: str) -> Capacity:
    """The person in the first capacity of a kind."""
    assert user is not None
    return next(capacity for capacity in capacities_of(user) if capacity.kind == kind)


def apply(contest: Contest, applicant: Capacity, number: int, days: float) -> Application:
    """A project handed in so many days ago."""
    random, at = contest.random, contest.ago(days)
    application = start(contest.round, capacity=applicant, at=at)
    screen = application.form_version.screen
    answers = answers_for(screen, random, timezone.localdate(at), applicant.user.name)
    answers["project_name"] = project = PROJECTS[number % len(PROJECTS)]
    answers["goal"] = GOAL.format(project=project)
    answers["ends_on"] = timezone.localdate(at + LASTS).isoformat()
    answers["requested_amount"] = f"{random.randint(18, 40)}0000.00"
    save_answers(application.pk, answers, revision=application.revision, capacity=applicant, at=at)
    for question in file_questions(screen):
        upload = SimpleUploadedFile("项目计划书.pdf", paper(question), "application/pdf")
        attach(application.pk, question, upload, capacity=applicant, at=at)
    with told(at):
        done = perform(application.pk, "submit", capacity=applicant, at=at)
    Application.objects.filter(pk=application.pk).update(created_at=at, changed_at=at)
    return done


def recommend(contest: Contest, rows: Sequence[Application], days: float) -> None:
    """The station recommends them with one letter, in this order."""
    with told(contest.ago(days)) as at:
        choices = [Choice(row.pk, place=place) for place, row in enumerate(rows, 1)]
        recommend_all(choices, RECOMMENDED, capacity=contest.offices.station, at=at)


def check(contest: Contest, rows: Sequence[Application], days: float) -> None:
    """The clerk takes them, finds nothing missing and accepts them."""
    clerk = contest.offices.clerk
    with told(contest.ago(days)) as at:
        for row in rows:
            assign(row.pk, clerk.user, capacity=clerk, at=at)
            find_all_met(row, clerk, at)
            perform(row.pk, "accept", capacity=clerk, at=at)


def act(
    contest: Contest, rows: Sequence[Application], action: str, days: float, by: Capacity, note: str = ""
) -> None:
    """The same action on each."""
    with told(contest.ago(days)) as at:
        for row in rows:
            perform(row.pk, action, capacity=by, at=at, inputs=Inputs(note=note))


def invite(contest: Contest, name: str, pass_no: int, each: int, days: float) -> Panel:
    """A blind panel of all experts, drawn and invited so many days ago; nobody has answered."""
    by = contest.offices.clerk
    with told(contest.ago(days)) as at:
        today = timezone.localdate(at)
        facts = {
            "name": name,
            "pass_no": pass_no,
            "per_application": each,
            "composition": {"kinds": {"financial": 1} if each > 2 else {}},
            "blind": True,
            "blind_files": ["plan_file"],
            "sees_others": Panel.Sees.AFTER_OWN,
            "answer_by": today + timedelta(days=4),
            "due_on": today + timedelta(days=14),
            "promise": PROMISE,
            "fee": Decimal(300),
            "opinion_least": 30,
        }
        panel = setting_up.create(contest.round, facts, by=by, at=at)
        kinds = [expert.kind for expert in contest.offices.experts]
        setting_up.cast(panel.pk, {kind: kinds.count(kind) for kind in kinds}, by=by, at=at)
        setting_up.find_conflicts(panel.pk, by=by, at=at)
        inviting.invite(panel.pk, by=by, at=at)
    return panel


def assemble(contest: Contest, panel: Panel, days: float) -> list[Assignment]:
    """Everybody accepts, and the applications are assigned."""
    with told(contest.ago(days)) as at:
        for seat in panel.seats.select_related("expert__user"):
            inviting.accept(seat.pk, True, by=at_work(seat.expert.user, "expert"), at=at)
        assigning.assign_all(panel.pk, by=contest.offices.clerk, at=at)
    rows = panel.assignments.select_related("expert__user", "panel")
    return list(rows.order_by("application__number", "pk"))


def write(contest: Contest, row: Assignment, points: int, days: float, hand_in: bool = True) -> None:
    """One review, with about so many points at each criterion."""
    random = contest.random
    given = {
        criterion.pk: Decimal(max(52, min(98, points + random.randint(-4, 4))))
        for criterion in criteria_of(row.panel)
    }
    support = "support" if points >= 60 else "reject"
    written = Written(given, recommendation=support, opinion=OPINION)
    keep = reviewing.hand_in if hand_in else reviewing.save
    keep(row.pk, written, by=at_work(row.expert.user, "expert"), at=contest.ago(days))


def reviewed(contest: Contest, name: str, pass_no: int, each: int, days: float) -> None:
    """A panel that did all its work within ten days: every application comes out worse than the one before,
    and on the second the opinions of three are far apart."""
    rows = assemble(contest, invite(contest, name, pass_no, each, days), days - 1)
    batches = [list(batch) for _key, batch in groupby(rows, key=attrgetter("application_id"))]
    for place, batch in enumerate(batches):
        for number, row in enumerate(batch):
            apart = FAR if (place, number, each) == (1, 0, 3) else 0
            write(contest, row, 92 - 4 * place - apart, days - 5)
    reviewing.close(rows[0].panel_id, by=contest.offices.clerk, at=contest.ago(days - 9))
