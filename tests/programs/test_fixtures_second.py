"""The opinion of Jing'an and the model plan of a city, as the fixtures hold them."""

from pathlib import Path

import pytest
from django.core.management import call_command

from programs.policies.models import Clause, Measure, MeasureFigure, PolicyDocument, Rule, Target

pytestmark = pytest.mark.django_db
REFERENCE = Path(__file__).parents[2] / "fixtures" / "reference"
REGIONS = ("10_regions.yaml",)
COUNTS = {
    "sh-jingan-sti-opinion": ("41_jingan.yaml", 28, 75, 14, 2),
    "city-innovation-plan-template": ("44_city_plan.yaml", 41, 69, 17, 27),
}


@pytest.mark.parametrize("slug", COUNTS)
def test_document_loads_twice_and_stays_once(slug: str) -> None:
    name, *counts = COUNTS[slug]
    paths = [str(REFERENCE / file) for file in (*REGIONS, name)]
    call_command("loaddata", *paths, verbosity=0)
    figures = MeasureFigure.objects.count()
    call_command("loaddata", *paths, verbosity=0)
    document = PolicyDocument.objects.get(slug=slug)
    assert MeasureFigure.objects.count() == figures
    document.clean_fields()
    rows = [Clause.objects.filter(document=document)]
    rows += [model.objects.filter(clause__document=document) for model in (Measure, Rule, Target)]
    assert [found.count() for found in rows] == counts
    for found in rows:
        for row in found:
            row.clean_fields(exclude=["document", "parent", "clause"])
