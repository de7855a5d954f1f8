"""A small world in which every page has something to show, made through factories and services."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform, save_answers
from applications.intake.services.correcting import PointInput
from applications.intake.services.talking import write
from applications.intake.services.transition import Inputs
from applications.intake.workflow import Status
from applications.review.models import BulkRun, Circular
from portal.access.models import Entry
from portal.accounts import services as posts
from portal.accounts import tokens
from portal.accounts.capacities import Capacity, own_capacity
from portal.accounts.models import ApiToken, Invitation, Post, User
from portal.importing import services as importing
from portal.importing.models import ImportedList
from portal.importing.working import work_through_lists
from portal.inbox.models import CalendarDay, CalendarYear, Delivery, Heartbeat, Message
from portal.organizations import services
from portal.organizations.models import AuthorityProof
from portal.privacy.services import corrections
from portal.reference.models import Industry
from portal.webhooks.models import Attempt, Dispatch, Endpoint
from programs.catalog.models import Program, Round
from programs.catalog.stages import Stage
from programs.exchange.models import Import, Table
from programs.exchange.services import upload
from programs.exchange.working import work_through_files
from programs.finding.models import SavedSearch
from programs.forms.builder import trial as trials
from programs.forms.models import Form, Question
from programs.policies.models import Clause, PolicyDocument
from programs.publishing import guiding
from programs.publishing.models import Guide, Order
from programs.publishing.services import hand_over
from programs.screening.models import Notified, Push, Scenario
from programs.sources.models import SourceFile
from tests.browser.deciding import decide
from tests.browser.recommending import recommend
from tests.browser.review_world import reviews
from tests.browser.reviewing import circular, runs
from tests.factories.accounts import UserFactory, expert, oneself, region
from tests.factories.catalog import ProgramFactory, RequiredDocumentFactory, RoundFactory
from tests.factories.facts import put_on_file
from tests.factories.forms import FormFactory
from tests.factories.inbox import DeliveryFactory, MessageFactory
from tests.factories.intake import acting, auditing, draft, in_status, official, open_round
from tests.factories.organizations import AuthorityProofFactory, OrganizationFactory, member
from tests.factories.policies import (
    ClauseFactory,
    DocumentFactory,
    FigureFactory,
    RuleFactory,
    TargetFactory,
)
from tests.factories.spreadsheets import file
from tests.programs.screening.situations import INTENSITY
from tests.programs.screening.whatif_world import STAFF
from tests.programs.sources.situations import ready

FIRM = "上海云杉微流控科技有限公司"
TEST = {
    "any": [
        {"fact": "kind", "op": "in", "value": ["firm", "institute"]},
        {"fact": "rd_intensity", "op": "at_least", "value": "3"},
    ]
}
TITLES = {
    Status.DRAFT: "研发公共服务平台使用补贴",
    Status.DISCARDED: "科技特派员进企业",
    Status.SUBMITTED: "科技创新券（技术服务）",
    Status.RETURNED: "高新技术企业认定奖励",
    Status.WITHDRAWN: "研究生进企业实习实践",
    Status.LAPSED: "产学研合作项目",
    Status.REFUSED: "科技金融贷款贴息",
    Status.ACCEPTED: "技术合同登记补助",
    Status.APPROVED: "首台套装备应用示范",
    Status.DECLINED: "国际科技合作伙伴计划",
}


@dataclass
class World:
    """What the pages are about, and who looks at them."""

    document: PolicyDocument
    clause: Clause
    applications: dict[str, Application]
    slipping: Application
    correcting: Application
    again: Application
    own: Application
    closed: Application
    form: Form
    question: Question
    proof: AuthorityProof
    unpublished: Program
    next_round: Round
    mail: Delivery
    webhook: Endpoint
    guide: Guide | None = None
    source: SourceFile | None = None
    order: Order | None = None
    sheet: Import | None = None
    lists: list[ImportedList] = field(default_factory=list)
    circulars: list[Circular] = field(default_factory=list)
    runs: list[BulkRun] = field(default_factory=list)
    decided: Any = None  # tests.browser.deciding.Decided
    recommended: Any = None  # tests.browser.recommending.Recommended
    invitation: Invitation | None = None
    people: dict[str, Capacity] = field(default_factory=dict)
    notices: dict[str, Message] = field(default_factory=dict)

    @property
    def firm(self) -> Any:
        return self.people["owner"].organization

    @property
    def round(self) -> Round:
        return self.applications["draft"].round

    @property
    def program(self) -> Program:
        return self.round.program


def world() -> World:
    """An owner whose firm has an application in every status, and everybody who meets it."""
    clause = policy()
    owner, person, newcomer = firm(), member(), oneself()
    applications = {
        status: in_status(status, owner, round_of(title, clause)) for status, title in TITLES.items()
    }
    form = applications["draft"].round.program.form
    made = World(
        document=clause.document,
        clause=clause,
        applications=applications,
        slipping=slips(owner),
        correcting=correcting(owner),
        again=again(owner, applications["approved"]),
        own=draft(open_round(applicant_kinds=["person"]), own_capacity(person.user)),
        closed=expired(owner),
        form=form,
        question=form.sections.get(key="need").questions.get(key="service"),
        proof=AuthorityProofFactory(organization__name="上海拾光传感技术有限公司"),
        unpublished=ProgramFactory(draft=True, title="尚未发布的项目"),
        next_round=RoundFactory(draft=True, program=applications["draft"].round.program, name="2027年第一批"),
        webhook=webhook(owner),
        mail=DeliveryFactory(subject="验证码", body="您的验证码是482913。\n\nhttp://127.0.0.1:8000/todo/"),
    )
    FormFactory(program=made.unpublished, complete=True)
    made.unpublished.conditions.create(sentence="是企业或院所", clause=made.clause, test=TEST)
    made.people = {
        "owner": owner,
        "self": own_capacity(owner.user),
        "person": own_capacity(person.user),
        "newcomer": newcomer,
        "official": official(),
        "auditor": auditing(),
        "expert": acting(expert(), "expert"),
        "admin": acting(UserFactory(admin=True, name="管理员"), "admin"),
    }
    editor, later = made.people["admin"].user, timezone.now() + timedelta(days=3)
    made.source = read_file(clause)
    made.guide = guiding.guide_of(made.program, made.next_round, by=editor)
    trials.begin(made.program.form, editor)
    made.order = hand_over(made.unpublished.pk, None, later, by=editor)
    made.sheet = sheet(clause, editor)
    made.lists = lists(made.people["admin"], made.firm.uscc)
    reviews(made.people["expert"])
    made.circulars = [circular(made.people["official"]), circular(made.people["official"], sent=True)]
    made.runs = runs(made.people["official"], applications["submitted"])
    made.decided = decide(made.people["official"], applications["approved"])
    staged = open_round(stages=["recommendation", "notice"], live_limit=9)
    made.recommended = recommend(made.people["owner"], staged)
    made.people["recommender"] = made.recommended.clerk
    made.notices = {"owner": notice(owner.user), "newcomer": notice(newcomer.user)}
    talk(made)
    signed_and_sealed(applications)
    made.invitation = department(made.people["official"])
    services.invite(made.firm.pk, email="caiwu@yunshan.example", role="viewer", by=owner)
    looked_at(made)
    what_if(made)
    SavedSearch.objects.create(user=owner.user, name="检测与试验的补贴", query="kind=subsidy&phase=open")
    corrections.ask(person.user, "我的姓名登记成了同音字，应为“林晚舟”。", timezone.now())
    background()
    return made


def correcting(owner: Capacity) -> Application:
    """Returned with a point at one question: the others are only to be read."""
    application, now = in_status("submitted", owner), timezone.now()
    points = [PointInput("contact", "请填写联系人全名。")]
    inputs = Inputs(points=points, due_on=timezone.localdate() + timedelta(days=5))
    officer = official(application.round.department)
    return perform(application.pk, "return", capacity=officer, at=now, inputs=inputs)


def again(owner: Capacity, earlier: Application) -> Application:
    """A draft in the next round of a program, with an answer of its own."""
    round_ = open_round(program=earlier.round.program, name="2027年第一批")
    application = draft(round_, owner)
    save_answers(application.pk, {"contact": "周怀瑾"}, capacity=owner, at=timezone.now())
    return application


def signed_and_sealed(applications: dict[str, Application]) -> None:
    """A round that asks for a seal and papers, and one in which a signatory signs off first."""
    asked = {"seal_days": 5, "paper_copies": "申报书一式两份，盖章装订"}
    Round.objects.filter(applications=applications["accepted"]).update(**asked)
    Round.objects.filter(applications=applications["returned"]).update(sign_off=True)


def talk(made: World) -> None:
    """A question about a draft with its answers shown, the department's answer, and common questions."""
    about, now = made.applications["draft"], timezone.now()
    words = "合同可以早于下单签订吗？"
    write(about.pk, words, capacity=made.people["owner"], at=now, show_answers=True)
    write(about.pk, "可以，但付款须在下单以后。", capacity=official(about.round.department), at=now)
    made.program.common_questions.create(question="发票抬头写错了怎么办？", answer="请开票方换开。")


def what_if(made: World) -> None:
    """Numbers to be changed and one that a policy fixes, two scenarios, and somebody who was told."""
    for test, clause in ((INTENSITY, None), (STAFF, made.clause)):
        made.round.conditions.create(sentence="研发投入与职工人数", test=test, clause=clause)
    made.applications["approved"].round.conditions.create(sentence="研发投入", test=INTENSITY)
    clerk, now = made.people["official"], timezone.now()
    fields = {"program": made.program, "round": made.round, "by": clerk.user, "department": clerk.department}
    for name in ("松一点", "紧一点"):
        Scenario.objects.create(name=name, saved_at=now, shared=True, **fields)
    Push.objects.create(round=made.round, asked_at=now, finished_at=now)
    Notified.objects.create(round=made.round, organization=made.firm, at=now, people=2)


def sheet(clause: Clause, editor: User) -> Import:
    """A spreadsheet with a row of each sort: one changes a clause, one is new, one is wrong."""
    rows = [
        ["document", "number", "heading", "summary", "printed"],
        [clause.document.slug, clause.number, "换了名称的条款", clause.summary, clause.printed],
        [clause.document.slug, "99", "新增的条款", "按年度给予补贴。", "第九十九条"],
        ["nowhere", "1", "没有出处的条款", "给予补贴。", "第一条"],
    ]
    made = upload(Table.CLAUSES, file(rows), by=editor)
    work_through_files(timezone.now())
    return made


def lists(by: Capacity, code: str) -> list[ImportedList]:
    """Lists of organizations: looked through, waiting for its columns, being looked through, unreadable."""
    rows = [
        ["统一社会信用代码", "企业名称", "注册地", "2025年营业收入（万元）", "备注"],
        [code, FIRM, "嘉定区", 3180, "老企业"],
        ["91310114MA1GW0YC5U", "上海虚构名单科技有限公司", "嘉定区", 250, ""],
        ["91310114MA1GW0YC50", "上海虚构错码科技有限公司", "不存在区", "很多", ""],
    ]
    made = [importing.upload(file(rows), by=by) for _ in range(3)]
    work_through_lists(timezone.now())
    for row in (made[0], made[2]):
        row.refresh_from_db()
        importing.choose(row.pk, row.columns, by=by)
        if row is made[0]:
            work_through_lists(timezone.now())
    made.append(ImportedList.objects.create(name="坏文件.xlsx", by=by.user, capacity=by.key, state="failed"))
    return made


def read_file(clause: Clause) -> SourceFile:
    """A policy file in rows: of the document's clauses one is filled in, one is changed by its successor."""
    rows = (
        {"printed": "第一条", "number": clause.number, "heading": clause.heading},
        {"printed": "（一）", "level": 2, "doubt": "gap"},
        {"printed": "第二条", "removed": True},
    )
    source = ready(*rows)
    source.document.replaces.add(clause.document)
    return source


def department(clerk: Capacity) -> Invitation:
    """A head, a deputy of the clerk who takes over on a later day, and somebody invited."""
    day = timezone.localdate()
    assert clerk.department is not None
    head = posts.appoint(UserFactory(name="周怀瑾"), clerk.department, "head", starts_on=day, by=None)
    by = acting(head.user, "department")
    post = Post.objects.get(user=clerk.user)
    posts.name_deputy(post.pk, head.user, starts_on=day + timedelta(days=9), ends_on=None, by=by)
    offer = {"starts_on": day, "ends_on": day + timedelta(days=365), "language": "zh-hans"}
    return posts.invite("new.official@city.example", clerk.department, "clerk", **offer, by=by)


def looked_at(made: World) -> None:
    """Somebody in office looked at the firm, and at a person."""
    clerk = made.people["official"]
    for kind, row in (("organization", made.firm), ("person", made.people["person"].user)):
        Entry.objects.create(
            at=timezone.now(),
            user=clerk.user,
            capacity=clerk.key,
            office="上海市科学技术委员会 经办人",
            verb="opened",
            subject_kind=kind,
            subject_id=row.pk,
            subject_label=str(row),
            what="KC-2026-0001",
        )


def policy() -> Clause:
    """A clause between two others, with a target; and the call notice."""
    document = DocumentFactory(
        title="关于进一步支持科技型中小企业创新发展的若干措施", number="沪科规〔2026〕3号"
    )
    _before, clause, _after = [ClauseFactory(document=document, position=n) for n in (1, 2, 3)]
    TargetFactory(clause=clause)
    FigureFactory(measure__clause=clause)
    RuleFactory(clause=clause)
    ClauseFactory(document=DocumentFactory(notice=True))
    return clause


def round_of(title: str, clause: Clause) -> Round:
    """An open round of a program with this title; a document is asked for."""
    program = ProgramFactory(
        title=title, title_en="Support for using shared research facilities", clauses=[clause]
    )
    round_ = open_round(program=program, name="2026年第三批")
    RequiredDocumentFactory(round=round_, clause=clause)
    return round_


def firm() -> Capacity:
    """The owner of a verified firm with colleagues, a history and somebody at the door."""
    owner = member(OrganizationFactory(name=FIRM, verified=True, founded_on="2019-03-05"))
    assert owner.organization is not None
    member(owner.organization, "editor")
    services.edit(owner.organization.pk, {"legal_representative": "林晚舟"}, revision=1, by=owner)
    services.ask_access(owner.organization.pk, role="editor", reason="财务部，负责预算。", by=oneself())
    tokens.create(owner.user, "数据接口", ApiToken.Scope.READ)
    put_on_file(owner.organization, owner)
    return owner


def slips(owner: Capacity) -> Application:
    """A draft with slips in it and nothing else, of a round with experts."""
    application = draft(open_round(stages=(Stage.REVIEW,)), owner)
    wrong = {"staff": "很多", "amount": "900000"}
    save_answers(application.pk, wrong, capacity=owner, at=timezone.now())
    return application


def expired(owner: Capacity) -> Application:
    """A draft that missed its deadline."""
    application = draft(open_round(), owner)
    past = timezone.now() - timedelta(days=2)
    Round.objects.filter(pk=application.round_id).update(closes_at=past)
    return application


def notice(user: User) -> Message:
    return MessageFactory(
        recipient=user,
        subject="系统将于本周六维护：申报、补正和查询会暂停两小时，请提前保存",
        body="维护时间：2026年11月28日 22:00至24:00。\n草稿不会丢失。",
    )


def webhook(owner: Capacity) -> Endpoint:
    """A webhook with an event that arrived and one that did not yet."""
    assert owner.organization is not None
    endpoint = Endpoint.objects.create(
        organization=owner.organization,
        url="https://erp.yunshan.example/kechuang/events",
        kinds=["application.submitted", "application.returned"],
        created_by=owner.user,
    )
    now = timezone.now()
    for status, sent_at, answer in (("sent", now, 200), ("pending", None, 503)):
        row = Dispatch.objects.create(
            endpoint=endpoint,
            kind="application.submitted",
            body='{"type": "application.submitted"}',
            due_at=now,
            status=status,
            sent_at=sent_at,
        )
        Attempt.objects.create(dispatch=row, at=now, status=answer, seconds=0.213, answer="ok")
    return endpoint


def background() -> None:
    """What only admins see."""
    region("310106")
    Industry.objects.create(code="M", name="科学研究和技术服务业")
    CalendarYear.objects.get_or_create(year=2026, defaults={"source": "国务院办公厅通知"})
    CalendarDay.objects.get_or_create(day=date(2026, 10, 1), defaults={"is_workday": False, "name": "国庆节"})
    Heartbeat.objects.create(name="worker", at=timezone.now())
