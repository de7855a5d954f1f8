"""A park station sees the entries of later stages only where it handles rounds itself."""

import pytest
from django.urls import reverse

from tests.applications.intake.asking import signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_a_station_that_only_recommends_sees_no_later_stages() -> None:
    department = DepartmentFactory(code="park", level="station")
    station, later = signed_in(intake.official(department)), f'href="{reverse("rankings")}"'
    assert later not in station.get("/workbench/").text
    intake.open_round(department=department)
    assert later in station.get("/workbench/").text
    assert later in signed_in(intake.official()).get("/workbench/").text
