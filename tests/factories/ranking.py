"""Reviews as experts handed them in, lists fixed by a meeting, notices."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.experts.models import Expert
from applications.intake.models import Application
from applications.notices.models import Notice, NoticeLine
from applications.panels.models import Assignment, Panel, Review
from applications.ranking import deciding, drawing
from applications.ranking.drawing import Choice
from applications.ranking.models import Ranking
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round
from tests.factories import intake
from tests.factories.accounts import region

PEOPLE = ["林知远", "沈若溪", "顾明川"]


def expert(name: str) -> Expert:
    """Somebody in the pool, by name."""
    found = Expert.objects.filter(name=name).first()
    return found or Expert.objects.create(
        name=name,
        email=f"{name}@expert.example",
        title="研究员",
        employer="东海市技术研究院",
        region=region(),
        applied_at=timezone.now(),
    )


def reviewed(application: Application, *totals: int | str, opinion: str = "") -> None:
    """Handed-in reviews with these totals, by experts of the same names for every application."""
    now, today = timezone.now(), timezone.localdate()
    panel, _made = Panel.objects.get_or_create(
        round=application.round,
        name="第一组",
        defaults={
            "answer_by": today,
            "due_on": today,
            "promise": "保密",
            "created_at": now,
            "created_by": intake.official(application.round.department).user,
        },
    )
    for number, total in enumerate(totals, 1):
        assignment = Assignment.objects.create(
            panel=panel,
            pass_no=1,
            application=application,
            expert=expert(f"评审{number}"),
            number=panel.assignments.count() + 1,
            state=Assignment.State.HANDED_IN,
        )
        Review.objects.create(
            assignment=assignment,
            recommendation=Review.Recommendation.SUPPORT,
            opinion=opinion,
            total=Decimal(total),
            saved_at=now,
            handed_in_at=now,
        )


def accepted(round_: Round, *totals: Sequence[int | str]) -> list[Application]:
    """Applications of a round that wait for a decision, each with its reviews; by number."""
    found = []
    for row in totals:
        found.append(intake.in_status("accepted", round_=round_))
        reviewed(found[-1], *row)
    return found


def drawn(round_: Round, by: Capacity, **choice: Any) -> Ranking:
    """A list drawn up."""
    return drawing.draw_up(round_, 1, Choice(**choice), by=by, at=timezone.now())


def minutes(**fields: Any) -> deciding.Minutes:
    """Minutes of a meeting of three."""
    given: dict[str, Any] = {
        "number": "科委会纪〔2026〕12号",
        "held_on": timezone.localdate(),
        "attendees": PEOPLE,
        "recusals": [],
        "upload": SimpleUploadedFile("会议纪要.pdf", intake.PDF, "application/pdf"),
    }
    return deciding.Minutes(**given | fields)


def on_notice(application: Application) -> NoticeLine:
    """Named by a proposed list that was out and has ended without an objection."""
    now, today = timezone.now(), timezone.localdate()
    department = application.round.department
    notice = Notice.objects.create(
        round=application.round,
        kind=Notice.Kind.PROPOSED,
        title="拟支持名单公示",
        contact="市科委规划处 021-00000000",
        prepared_at=now,
        prepared_by=intake.official(department).user,
    )
    line = NoticeLine.objects.create(
        notice=notice,
        application=application,
        position=1,
        unit=application.applicant_name,
        put_out_at=now,
        ended_at=now,
    )
    head = intake.official(department, rank="head").user
    notice.state, notice.released_at, notice.released_by = Notice.State.CONCLUDED, now, head
    notice.concluded_at, notice.concluded_by = now, head
    notice.from_on, notice.until_on = today - timedelta(days=8), today - timedelta(days=1)
    notice.save()
    return line
