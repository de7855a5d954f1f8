from typing import Any

import pytest

from programs.screening.audience import audience_in_numbers, audience_of
from tests.factories.catalog import administrator
from tests.programs.publishing.situations import ready
from tests.programs.screening.situations import INTENSITY
from tests.programs.screening.whatif_world import firm, round_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 04:00:00+00:00", tick=False)


def test_the_audience_is_counted_by_district_and_size_before_publishing() -> None:
    for percent in (1, 5, 9, None):
        firm(percent)
    found = audience_in_numbers(round_of())
    assert found
    assert (found["counts"].all.before, found["counts"].all.unknown, found["counts"].all.total) == (2, 1, 4)
    regions, _sizes = found["tables"]
    assert [(line.code, line.tally.before) for line in regions.lines] == [("310114", 2)]


def test_a_round_for_persons_or_without_tests_has_no_audience() -> None:
    assert audience_in_numbers(round_of(applicant_kinds=["person"])) is None
    assert audience_in_numbers(ready()) is None


def test_the_audience_is_who_passes_every_test() -> None:
    yes, no = firm(5), firm(1)
    verdicts = dict(audience_of(round_of()).values_list("organization", "verdict"))
    assert verdicts == {yes.pk: True, no.pk: False}


def test_the_checklist_shows_the_audience(admin_client: Any) -> None:
    from django.urls import reverse

    from programs.publishing import guiding

    firm(5)
    round_ = ready()
    round_.conditions.update(test=INTENSITY)
    guide = guiding.guide_of(round_.program, round_, by=administrator())
    shown = admin_client.get(reverse("admin:publishing_guide_step", args=[guide.pk, "check"]))
    assert "audience" in shown.context
    assert shown.context["audience"]["counts"].all.before == 1
