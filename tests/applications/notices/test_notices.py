"""A proposed list from preparing to its end, with two people and a clock."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import appealing, carrying, objecting, payments, preparing, releasing
from applications.notices.disclosure import findings
from applications.notices.feedback import feedback_for
from applications.notices.models import Notice, NoticeLine, Objection
from applications.notices.objecting import Statement
from applications.notices.preparing import Corrected, Words
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.inbox.models import Message
from portal.inbox.workdays import end_of_day
from portal.privacy import held
from portal.privacy.services import retention
from portal.ui.formats import dates
from tests.applications.intake.asking import signed_in
from tests.factories import intake, ranking
from tests.factories.accounts import DepartmentFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
WORDS = Words("拟支持名单公示", "经集体研究，现予公示。", "市科委规划处 13812345678", 5, leader="contact")
NUMBER = "11010519491231002X"


@pytest.fixture
def clerk() -> Capacity:
    return intake.official()


@pytest.fixture
def head() -> Capacity:
    return intake.official(rank="head")


@pytest.fixture
def round_():
    return intake.open_round(stages=("notice",), live_limit=9)


def proposed(round_, by: Capacity) -> Application:
    application = intake.in_status("accepted", round_=round_)
    at, inputs = timezone.now(), Inputs(amount=Decimal(50000))
    return perform(application.pk, "propose", capacity=by, at=at, inputs=inputs)


def prepared(round_, by: Capacity, kind: str = "proposed", words: Words = WORDS) -> Notice:
    return preparing.prepare(round_, kind, words, by=by, at=timezone.now())


def released(notice: Notice, head: Capacity) -> Notice:
    at = timezone.now()
    found = releasing.release(notice.pk, releasing.hash_of(notice), by=head, at=at)
    carrying.carry_out(found, at)
    return found


def statement(**fields: object) -> Statement:
    given = {
        "kind": "person",
        "name": "高某",
        "identity": NUMBER,
        "contact": "021-1",
        "text": "已获资助",
        "line": 1,
    }
    return Statement(**given | fields)


def over(notice: Notice):
    """The day after its last."""
    return timezone.now() + (notice.until_on - timezone.localdate()) + timedelta(days=1)


@pytest.mark.exhaustive
def test_list_names_unit_leader_and_amount_and_nobody_is_listed_twice(round_, clerk, head) -> None:
    application = proposed(round_, clerk)
    notice = prepared(round_, clerk)
    line = notice.lines.get()
    assert (line.unit, line.leader, line.amount) == (
        application.applicant_name,
        intake.ANSWERS["contact"],
        Decimal(50000),
    )
    assert prepared(round_, clerk).pk == notice.pk  # not released: written over
    released(notice, head)
    with pytest.raises(Refused):
        prepared(round_, clerk)


def test_second_person_with_the_right_releases(round_, clerk, head) -> None:
    proposed(round_, clerk)
    notice, at = prepared(round_, head), timezone.now()
    seen = releasing.hash_of(notice)
    other = intake.official(rank="head", department=DepartmentFactory(code="elsewhere"))
    deputy = Capacity(
        clerk.user,
        "department",
        clerk.key,
        "",
        "head",
        clerk.department,
        clerk.department,
        acting_for=head.user,
    )
    for by in (clerk, head, deputy):
        with pytest.raises(Refused):
            releasing.release(notice.pk, seen, by=by, at=at)
    assert not Notice.objects.visible_to(other)
    second = intake.official(rank="head")
    with pytest.raises(Refused):
        releasing.release(notice.pk, "0" * 64, by=second, at=at)  # changed since they looked
    assert not Notice.objects.visible_to(None)
    assert releasing.release(notice.pk, seen, by=second, at=at).released_by == second.user
    assert Notice.objects.visible_to(None).count() == 1


@pytest.mark.exhaustive
def test_same_person_twice_is_refused_by_the_database(round_, clerk) -> None:
    proposed(round_, clerk)
    rows = Notice.objects.filter(pk=prepared(round_, clerk).pk)
    now, today = timezone.now(), timezone.localdate()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="released", released_at=now, released_by=clerk.user, from_on=today)


def test_reviewer_is_not_named_and_nothing_personal_goes_out(round_, clerk, head) -> None:
    ranking.reviewed(proposed(round_, clerk), 90)
    words = Words("公示", "评审1认为可行，电话13812345678。", "021-12345678", 5)
    notice = prepared(round_, clerk, words=words)
    assert len(findings(notice)) == 2
    with pytest.raises(Refused):
        releasing.release(notice.pk, releasing.hash_of(notice), by=head, at=timezone.now())


def test_period_counts_working_days_and_ends_with_approval(round_, clerk, head) -> None:
    application = proposed(round_, clerk)
    with pytest.raises(Refused):
        perform(application.pk, "publish", capacity=clerk, at=timezone.now())
    notice = released(prepared(round_, clerk), head)
    application.refresh_from_db()
    assert application.status == "noticed"
    assert notice.until_on >= timezone.localdate() + timedelta(days=5)
    last = dates.moment(end_of_day(notice.until_on), "zh-hans")
    assert last in Message.objects.get(kind="noticed").body  # not the day on which the department is due
    with pytest.raises(Refused):
        releasing.conclude(notice.pk, by=clerk, at=timezone.now())
    with pytest.raises(Refused):
        perform(application.pk, "conclude_notice", capacity=clerk, at=over(notice))
    ended = releasing.conclude(notice.pk, by=clerk, at=over(notice))
    assert carrying.carry_out(ended, over(notice)) == 1
    carrying.carry_out_all(over(notice))
    application.refresh_from_db()
    assert (application.status, application.amount_approved) == ("approved", Decimal(50000))
    rows = [list(row) for row in payments.workbook(round_)]
    assert rows[1][0] == application.number
    assert rows[-1][6] == Decimal(50000)


def test_released_words_never_change_and_a_mistake_is_corrected_beside_them(round_, clerk, head) -> None:
    application = proposed(round_, clerk)
    notice = released(prepared(round_, clerk), head)
    line = notice.lines.get()
    for change in (
        lambda: NoticeLine.objects.filter(pk=line.pk).update(leader="他人"),
        lambda: NoticeLine.objects.filter(pk=line.pk).delete(),
        lambda: Notice.objects.filter(pk=notice.pk).update(text="别的"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    right = Corrected(line.unit, "微流控检测平台", "林晚舟", "", line.amount)
    correction = preparing.correct(line.pk, right, "项目名称漏列", by=clerk, at=timezone.now())
    assert not Notice.objects.visible_to(None).filter(pk=correction.pk)
    released(correction, head)
    line.refresh_from_db()
    assert (line.project, correction.lines.get().project) == ("", "微流控检测平台")
    assert application.events.filter(kind="corrected").get().payload["note"] == "项目名称漏列"


def test_objection_is_sealed_followed_and_holds_the_end(round_, clerk, head) -> None:
    application, other = proposed(round_, clerk), proposed(round_, clerk)
    notice, at = released(prepared(round_, clerk), head), timezone.now()
    for wrong in (
        statement(identity="110105194912310021"),
        statement(kind="organization", identity="91310000000000000X"),
    ):
        with pytest.raises(Refused):
            objecting.make(notice, wrong, [], at=at)
    with pytest.raises(Refused):
        objecting.make(notice, statement(), [], at=over(notice))
    made, code = objecting.make(notice, statement(), [intake.pdf("证据.pdf")], at=at)
    stored = Objection.objects.raw("SELECT id, name, identity FROM notices_objection")[0]
    assert stored.name == "高某"
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT name || identity || contact || text || code_hash FROM notices_objection")
        kept = cursor.fetchone()[0]
    assert not any(word in kept for word in ("高某", NUMBER, "已获资助", code))
    assert objecting.found_by(f" {code.lower()[:4]}-{code[4:]}") == made
    assert objecting.found_by("2222222222222222") is None
    above = intake.official(DepartmentFactory(code="above"))
    assert not Objection.objects.visible_to(above)
    assert not Objection.objects.visible_to(intake.auditing())
    with pytest.raises(Refused):
        objecting.reveal(made.pk, " ", by=clerk, at=at)
    assert objecting.reveal(made.pk, "核实身份", by=clerk, at=at).name == "高某"
    events = made.events.order_by("seq").values_list("kind", "payload")
    assert list(events) == [("received", {"files": 1}), ("identity_read", {"reason": "核实身份"})]
    with pytest.raises(Refused):
        releasing.conclude(notice.pk, by=clerk, at=over(notice))
    objecting.answer(made.pk, True, "经核实属重复资助。", by=clerk, at=at)
    with pytest.raises(Refused):
        objecting.answer(made.pk, False, "改判", by=clerk, at=at)
    own_data = [str(list(section.rows(clerk.user))) for section in held.sections()]
    assert not any("高某" in text for text in own_data)
    carrying.carry_out(releasing.conclude(notice.pk, by=clerk, at=over(notice)), over(notice))
    statuses = [Application.objects.get(pk=row.pk).status for row in (application, other)]
    assert statuses == ["declined", "approved"]


def test_applicant_reads_what_the_round_tells_and_appeals_once_in_time(round_, clerk, head) -> None:
    application = proposed(round_, clerk)
    ranking.reviewed(application, 90, opinion="技术路线清楚")
    carrying.carry_out(released(prepared(round_, clerk), head), timezone.now())
    notice = Notice.objects.get()
    carrying.carry_out(releasing.conclude(notice.pk, by=clerk, at=over(notice)), timezone.now())
    application.refresh_from_db()
    firm, at = intake.holder(application), timezone.now()
    assert feedback_for(application) is None
    with pytest.raises(Refused):
        appealing.appeal(application.pk, "理由", capacity=firm, at=at + timedelta(days=60))
    appealing.appeal(application.pk, "金额有误", capacity=firm, at=at)
    with pytest.raises(Refused):
        appealing.appeal(application.pk, "再次", capacity=firm, at=at)
    assert appealing.appealing_refusal(application, member(), at)
    with pytest.raises(Refused):
        appealing.answer(application.pk, True, " ", by=clerk, at=at)
    answered = appealing.answer(application.pk, False, "维持原决定。", by=clerk, at=at)
    assert answered.state == "rejected"
    kinds = list(application.events.order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["appealed", "appeal_answered"]


def test_who_objected_is_forgotten_and_what_was_said_stays(round_, clerk, head) -> None:
    proposed(round_, clerk)
    notice, now = released(prepared(round_, clerk), head), timezone.now()
    made, code = objecting.make(notice, statement(line=None), [intake.pdf()], at=now)
    waits, _code = objecting.make(notice, statement(line=None), [], at=now)
    objecting.answer(made.pk, True, "属实。", by=clerk, at=now)
    for days, erased in ((1820, 0), (1830, 1)):
        assert retention.run(now + timedelta(days=days)).report["objectors"] == erased
    made, waits = (Objection.objects.get(pk=one.pk) for one in (made, waits))
    assert (made.name, made.identity, made.contact, made.files.count()) == ("", "", "", 0)
    assert (made.text, made.answer) == (statement().text, "属实。")
    assert objecting.found_by(code) == made
    assert waits.identity  # still being examined
    page = signed_in(clerk).get(reverse("objection", args=[made.pk]))
    assert "在保存期满后已删除" in page.text
