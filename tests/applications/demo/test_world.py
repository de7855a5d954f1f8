from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from applications.demo.contest.rounds import rounds
from applications.demo.stories import STORIES
from applications.demo.world import build
from applications.experts.models import Expert
from applications.intake.models import Application, ApplicationEvent
from applications.notices.models import Notice, Objection
from applications.panels.models import Conflict
from applications.ranking.models import Ranking
from applications.review.overdue import WAITING
from portal.facts.models import CreditRecord, CurrentFacts, YearlyFigures
from portal.inbox.models import Message
from portal.organizations.models import Organization
from portal.organizations.uscc import parse
from programs.catalog.models import Round
from programs.catalog.stages import Stage

FIXTURES = Path(__file__).parents[3] / "fixtures"
ROLES = {
    "organization_owner",
    "organization_editor",
    "organization_signatory",
    "organization_viewer",
    "second_organization_owner",
    "city_official",
    "secured_official",
    "district_official",
    "district_head",
    "station_official",
    "expert",
    "auditor",
    "admin",
}


@pytest.mark.django_db
@pytest.mark.exhaustive
def test_world_has_its_people_firms_rounds_and_histories(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    call_command("loaddata", *sorted(map(str, (FIXTURES / "reference").glob("*.yaml"))), verbosity=0)
    call_command("import_programs", verbosity=0)
    accounts = build(progress=lambda step: None)

    assert {account["role"] for account in accounts} == ROLES
    assert [parse(uscc) for uscc in Organization.objects.values_list("uscc", flat=True)]
    assert Organization.objects.count() == 60

    assert CurrentFacts.objects.exclude(registered_capital=None).count() == 55
    assert YearlyFigures.objects.filter(year=timezone.localdate().year - 1).count() == 47
    assert CreditRecord.objects.count() == 3

    phases = Counter(round_.phase() for round_ in Round.objects.published())
    assert min(phases["open"], phases["upcoming"], phases["closed"]) >= 1
    hours = [
        (r.closes_at - timezone.now()).total_seconds() / 3600 for r in Round.objects.exclude(closes_at=None)
    ]
    assert any(0 < left <= 48 for left in hours)

    assert Application.objects.filter(round__stages_on=[]).count() == 300
    assert set(Application.objects.values_list("status", flat=True)) >= {story.ends for story in STORIES}
    everywhere_in_the_competition()
    call_command("verify_history", stdout=StringIO())
    assert not ApplicationEvent.objects.filter(at__gt=timezone.now()).exists()


def everywhere_in_the_competition() -> None:
    """Its first round is decided, its second has somebody at every desk."""
    first, second = rounds()
    assert set(first.stages_on) == set(second.stages_on) == set(Stage)
    ended = Counter(first.applications.values_list("status", flat=True))
    assert {"agreed", "approved", "noticed", "approving"} <= set(ended)
    late = {"due_at__lt": timezone.now(), "status__in": [*WAITING, "approved"]}
    assert not Application.objects.filter(round__in=(first, second), **late).exists()
    going = Counter(second.applications.values_list("status", flat=True))
    assert going == {"accepted": 3, "reviewing": 2, "submitted": 2, "recommending": 2}
    notices = Notice.objects.filter(round=first).values_list("state", flat=True)
    assert sorted(notices) == ["concluded", "released"]
    assert Objection.objects.filter(state="open").count() == 1
    expert = Expert.objects.get(user__email="expert@demo.example")
    assert expert.seats.filter(answer="none").exists()
    assert expert.assignments.filter(state="draft").exists()
    assert Conflict.objects.filter(application__round=second).exists()
    assert [row.state for row in Ranking.objects.order_by("round__opens_at")] == ["fixed", "draft"]
    assert not Message.objects.filter(created_at__gt=timezone.now()).exists()
