"""A list before its meeting, a notice before its release, one with an objection: for the table of rights."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import appealing, carrying, objecting, preparing, releasing
from applications.notices.models import Notice
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from programs.catalog.models import Round
from tests.factories import intake, ranking

WORDS = preparing.Words("拟支持名单公示", "", "规划处", 5)
SAID = objecting.Statement("person", "高某", "11010519491231002X", "021-1", "重复资助", 1)


def prepared(round_: Round, by: Capacity) -> Notice:
    """A list with one application, to be released."""
    row = intake.in_status("accepted", round_=round_)
    at, inputs = timezone.now(), Inputs(amount=Decimal(50000))
    perform(row.pk, "propose", capacity=by, at=at, inputs=inputs)
    return preparing.prepare(round_, Notice.Kind.PROPOSED, WORDS, by=by, at=at)


def decided(handling: Department, owner: Capacity) -> dict[str, Any]:
    """The names of the rows."""
    clerk, head, now = intake.official(handling), intake.official(handling, rank="head"), timezone.now()
    listed = intake.open_round(department=handling, stages=("meeting", "notice"), live_limit=9)
    (row,) = ranking.accepted(listed, (90, 91))
    notice = prepared(intake.open_round(department=handling, stages=("notice",), live_limit=9), clerk)
    out = prepared(intake.open_round(department=handling, stages=("notice",), live_limit=9), clerk)
    releasing.release(out.pk, releasing.hash_of(out), by=head, at=now)
    carrying.carry_out_all(now)
    objection, _code = objecting.make(Notice.objects.get(pk=out.pk), SAID, [], at=now)
    upheld, _code = objecting.make(Notice.objects.get(pk=out.pk), SAID, [], at=now)
    objecting.answer(upheld.pk, True, "属实。", by=clerk, at=now)
    appealed = intake.in_status("declined", owner, intake.open_round(department=handling))
    appealing.appeal(appealed.pk, "附件三未见。", capacity=owner, at=now)
    appealing.answer(appealed.pk, True, "属实。", by=clerk, at=now)
    return {
        "list": ranking.drawn(listed, clerk).pk,
        "list round": listed.pk,
        "ranked": row.pk,
        "notice": notice.pk,
        "notice seen": releasing.hash_of(notice),
        "notice round": notice.round_id,
        "out": out.pk,
        "out line": out.lines.get().pk,
        "objection": objection.pk,
        "upheld objection": upheld.pk,
        "upheld": appealed.pk,
        "decided": intake.in_status("declined", owner, intake.open_round(department=handling)).pk,
    }
