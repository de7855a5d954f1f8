from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from applications.demo.world import build
from applications.intake.models import Application, ApplicationEvent
from applications.intake.workflow import Status
from portal.history.services import Outcome, verify
from portal.organizations.models import Organization
from portal.organizations.uscc import parse
from programs.catalog.models import Round

FIXTURES = Path(__file__).parents[3] / "fixtures"
ROLES = {
    "organization_owner",
    "organization_editor",
    "organization_viewer",
    "second_organization_owner",
    "city_official",
    "secured_official",
    "district_official",
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

    phases = Counter(round_.phase() for round_ in Round.objects.published())
    assert min(phases["open"], phases["upcoming"], phases["closed"]) >= 1
    hours = [
        (r.closes_at - timezone.now()).total_seconds() / 3600 for r in Round.objects.exclude(closes_at=None)
    ]
    assert any(0 < left <= 48 for left in hours)

    assert Application.objects.count() == 300
    assert set(Application.objects.values_list("status", flat=True)) == set(Status.values)
    assert {verdict.outcome for verdict in verify(ApplicationEvent.objects.all())} == {Outcome.OK}
    assert not ApplicationEvent.objects.filter(at__gt=timezone.now()).exists()
