"""What is decided: a list before its meeting and one after it, a notice with an objection, an appeal."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import appealing, carrying, objecting, preparing, releasing
from applications.notices.models import Notice, Objection
from applications.ranking import deciding
from applications.ranking.models import Ranking
from portal.accounts.capacities import Capacity
from tests.factories import intake, ranking

WORDS = preparing.Words(
    "科技创新发展专项资金2026年第二批拟支持名单公示",
    "经专家评审、集体研究，现将拟支持名单予以公示。",
    "市科委规划处，东海市人民路1号，021-12345678",
    5,
    leader="contact",
)
SAID = objecting.Statement(
    "person", "高某", "11010519491231002X", "021-1", "第一项已获市级同类资助，附文件。", 1
)


@dataclass(frozen=True)
class Decided:
    """The rows that the pages show."""

    draft: Ranking
    fixed: Ranking
    notice: Notice
    waiting: Notice
    objection: Objection
    appealed: Application
    upheld: Objection
    upheld_appeal: Application


def decide(clerk: Capacity, appellant: Application) -> Decided:
    """Everything once, through the services. `clerk` prepares; heads of the department do the rest."""
    now, head = timezone.now(), intake.official(rank="head")
    first = intake.open_round(stages=("meeting", "notice"), live_limit=9, budget=Decimal(100000))
    ranking.accepted(first, (92, 90), (95, 61), (70, 71))
    draft = ranking.drawn(first, clerk, budget=Decimal(100000))
    second = intake.open_round(stages=("meeting", "notice"), live_limit=9)
    ranking.accepted(second, (92, 90))
    fixed = deciding.fix(ranking.drawn(second, clerk).pk, ranking.minutes(), by=head, at=now)
    third = intake.open_round(stages=("notice",), live_limit=9)
    for _row in range(2):
        row = intake.in_status("accepted", round_=third)
        perform(row.pk, "propose", capacity=clerk, at=now, inputs=Inputs(amount=Decimal(50000)))
    notice = preparing.prepare(third, Notice.Kind.PROPOSED, WORDS, by=clerk, at=now)
    notice = releasing.release(notice.pk, releasing.hash_of(notice), by=head, at=now)
    carrying.carry_out_all(now)
    line = notice.lines.get(position=1)
    right = preparing.Corrected(line.unit, "微流控检测平台", line.leader, "", line.amount)
    waiting = preparing.correct(line.pk, right, "项目名称漏列。", by=clerk, at=now)
    objection, _code = objecting.make(notice, SAID, [intake.pdf("证据.pdf")], at=now)
    appealing.appeal(appellant.pk, "核定金额少计了一项合同。", capacity=intake.holder(appellant), at=now)
    upheld, _code = objecting.make(notice, SAID, [], at=now)
    objecting.answer(upheld.pk, True, "经核查属实。", by=clerk, at=now)
    won = intake.in_status("declined", round_=intake.open_round(live_limit=9))
    appealing.appeal(won.pk, "漏计一项合同。", capacity=intake.holder(won), at=now)
    appealing.answer(won.pk, True, "经复核，确有漏计。", by=clerk, at=now)
    return Decided(draft, fixed, notice, waiting, objection, appellant, upheld, won)
