"""Experts of the pool, and a panel with everything it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from applications.experts.models import Expert
from applications.experts.services import become_expert
from applications.intake.models import Application
from applications.panels.models import Assignment, Band, Criterion, Panel, Rubric, Seat
from applications.panels.services import assigning, inviting, setting_up
from applications.panels.services.reviewing import Written
from applications.panels.services.rubrics import publish
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from programs.catalog.models import Round
from programs.catalog.stages import Stage
from tests.factories import intake
from tests.factories.accounts import UserFactory, region

OPINION = "技术路线清楚，试验数据完整，预算与任务匹配。建议补充强雨工况下的误报数据，并附两家比价。"


class ExpertFactory(factory.django.DjangoModelFactory):
    """A listed technical expert with an account and the role."""

    class Meta:
        model = Expert
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    name = factory.Sequence(lambda n: f"专家甲{n}")
    title = "研究员"
    employer = factory.Sequence(lambda n: f"第{n}研究所")
    fields = ["T1", "39"]
    region = factory.LazyFunction(region)
    status = "listed"
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=700))
    applied_at = factory.LazyFunction(timezone.now)
    decided_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def role(expert: Expert, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Who is listed acts as an expert."""
        if expert.user and expert.status == "listed":
            become_expert(expert.user)


def reviewing(expert: Expert) -> Capacity:
    """The expert at work."""
    assert expert.user is not None
    return intake.acting(expert.user, "expert")


def rubric(round_: Round, pass_no: int = 1, published: bool = True) -> Rubric:
    """Two criteria, of 60 and 40 percent, with grades; low points of the first need a reason."""
    made = Rubric.objects.create(round=round_, pass_no=pass_no)
    for position, (name, weight, most) in enumerate((("创新性", 60, 30), ("可行性", 40, 20))):
        row = Criterion.objects.create(
            rubric=made,
            position=position,
            name=name,
            help="与国内外同类技术相比",
            weight=weight,
            maximum=most,
            reason_below=None if position else Decimal(10),
        )
        for label, floor in (("优", most * 9 // 10), ("良", most * 7 // 10), ("差", 0)):
            Band.objects.create(criterion=row, label=label, floor=floor)
    if published:
        publish(made.pk, by=intake.auditing())
    return made


@dataclass
class Cast:
    """A panel with who is in it; `official` handles the round."""

    round: Round
    panel: Panel
    official: Capacity
    experts: list[Expert]
    applications: list[Application]

    @property
    def assignment(self) -> Assignment:
        """The first one of the first expert."""
        return self.panel.assignments.filter(expert=self.experts[0]).order_by("number")[0]

    @property
    def writer(self) -> Capacity:
        """The first expert at work."""
        return reviewing(self.experts[0])


def cast(
    applications: int = 2,
    experts: int = 2,
    answered: bool = True,
    invited: bool = True,
    first: Expert | None = None,
    department: Department | None = None,
    apply: Callable[[Round], Application] = lambda round_: intake.submitted(intake.draft(round_)),
    **changes: Any,
) -> Cast:
    """A drawn and invited panel; everybody accepted, unless `answered` is False. Nothing is assigned yet.
    `invited`: False for one that is drawn and no more.
    `first`: one of its experts; `department`: handles the round; `apply`: hands in an application of it."""
    now, today = timezone.now(), timezone.localdate()
    office = {"department": department} if department else {}
    round_ = intake.open_round(stages=(Stage.REVIEW,), **office)
    rows = [apply(round_) for _n in range(applications)]
    Application.objects.filter(pk__in=[row.pk for row in rows]).update(status="reviewing")
    people = [first or ExpertFactory(), *(ExpertFactory() for _n in range(experts - 1))]
    official = intake.official(round_.department)
    rubric(round_)
    facts: dict[str, Any] = {
        "name": "信息技术组",
        "per_application": experts,
        "answer_by": today + timedelta(days=5),
        "due_on": today + timedelta(days=20),
        "promise": "保密承诺",
        "opinion_least": 20,
        "fee": Decimal(300),
    }
    panel = setting_up.create(round_, facts | changes, by=official, at=now)
    seated(panel, people)
    if invited:
        inviting.invite(panel.pk, by=official, at=now)
    if invited and answered:
        for seat in Seat.objects.filter(panel=panel).select_related("expert"):
            inviting.accept(seat.pk, True, by=reviewing(seat.expert), at=now)
    panel.refresh_from_db()
    return Cast(round_, panel, official, people, rows)


def seated(panel: Panel, experts: list[Expert]) -> None:
    """These experts, as if they had been drawn."""
    Seat.objects.bulk_create(
        Seat(panel=panel, expert=expert, position=at) for at, expert in enumerate(experts, 1)
    )
    Panel.objects.filter(pk=panel.pk).update(state=Panel.State.DRAWN, seed="5eed")


def assigned(**changes: Any) -> Cast:
    """The same with every application assigned."""
    made = cast(**changes)
    assigning.assign_all(made.panel.pk, by=made.official, at=timezone.now())
    made.panel.refresh_from_db()
    return made


def written(panel: Panel, seen: int = 0, first: int = 24, **changes: Any) -> Written:
    """A complete review: total 24/30 × 60 + 16/20 × 40 = 80."""
    criteria = Criterion.objects.filter(rubric__round=panel.round_id).order_by("position")
    points = dict(zip((row.pk for row in criteria), (Decimal(first), Decimal(16)), strict=True))
    return Written(
        **{"points": points, "recommendation": "support", "opinion": OPINION, "seen": seen} | changes
    )
