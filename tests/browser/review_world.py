"""Experts and panels in the world of the browser tests."""

from datetime import timedelta

from django.utils import timezone

from applications.experts.models import Absence, Expert, Tie
from applications.panels.models import Assignment
from applications.panels.services import reviewing
from portal.accounts.capacities import Capacity
from tests.factories import experts as made


def reviews(expert: Capacity) -> None:
    """The expert is asked to one panel and has reviews in another; somebody else waits to be listed."""
    now, today = timezone.now(), timezone.localdate()
    row = made.ExpertFactory(user=expert.user, name="沈书言", employer="上海光学精密机械研究所")
    firm = "上海听岳传感技术有限公司"
    Tie.objects.create(
        expert=row, kind="advisor", organization_name=firm, stated_at=now, stated_by=expert.user
    )
    first = today + timedelta(days=90)
    Absence.objects.create(expert=row, first_on=first, last_on=first + timedelta(days=5))
    made.ExpertFactory(user=None, email="new.expert@example.com", name="林晚舟", status="applied")
    made.cast(answered=False, first=row, name="材料组")
    panel = made.assigned(applications=3, first=row, name="信息技术组", sees_others="all").panel
    mine = list(panel.assignments.filter(expert=row).order_by("number"))
    for assignment in panel.assignments.filter(application=mine[1].application).select_related("expert"):
        by = made.reviewing(assignment.expert)
        reviewing.hand_in(assignment.pk, made.written(panel), by=by, at=now)
    reviewing.save(mine[0].pk, made.written(panel, opinion="技术路线清楚。"), by=expert, at=now)


def own_reviews(state: str) -> list[list[object]]:
    """The expert's assignments in a state, as arguments of an address."""
    expert = Expert.objects.get(name="沈书言")
    rows = Assignment.objects.filter(expert=expert, state=state).order_by("number")[:1]
    return [[row.pk] for row in rows]
