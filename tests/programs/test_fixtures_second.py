"""The opinion of Jing'an and the model plan of a city, as the fixtures hold them."""

from pathlib import Path
from shutil import copy

import pytest
from django.conf import settings
from django.core.management import call_command

from programs.catalog.gaps import program_gaps
from programs.catalog.models import Program
from programs.forms.importing import import_folder
from programs.policies.kinds import ASKED_FOR
from programs.policies.models import Clause, Measure, MeasureFigure, PolicyDocument, Rule, Target

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "fixtures"
JINGAN, CITY = "sh-jingan-sti-opinion", "city-innovation-plan-template"
FILES = {JINGAN: ("41_jingan.yaml", "jingan.yaml"), CITY: ("44_city_plan.yaml", "city-plan.yaml")}
COUNTS = {JINGAN: [28, 75, 14, 2], CITY: [41, 69, 17, 27]}


def load_reference() -> None:
    names = [
        "10_regions.yaml",
        "20_departments.yaml",
        "32_sme_classes.yaml",
        "45_standards.yaml",
        *(reference for reference, _programs in FILES.values()),
    ]
    call_command("loaddata", *(str(FIXTURES / "reference" / name) for name in names), verbosity=0)


@pytest.mark.exhaustive
def test_documents_load_twice_and_stay_once() -> None:
    load_reference()
    figures = MeasureFigure.objects.count()
    load_reference()
    assert MeasureFigure.objects.count() == figures
    for document in PolicyDocument.objects.filter(slug__in=COUNTS):
        found = [Clause.objects.filter(document=document)]
        found += [model.objects.filter(clause__document=document) for model in (Measure, Rule, Target)]
        assert [rows.count() for rows in found] == COUNTS[document.slug]
        for row in (row for rows in found for row in rows):
            row.clean_fields(exclude=["document", "parent", "clause"])


@pytest.mark.exhaustive
def test_every_measure_that_can_be_asked_for_has_a_program_of_its_kind(tmp_path: Path) -> None:
    load_reference()
    for _reference, programs in FILES.values():
        copy(FIXTURES / "programs" / programs, tmp_path)
    report = import_folder(tmp_path)
    assert not report.differences
    asked_for = Measure.objects.filter(asked_for=True).prefetch_related("programs")
    for measure in asked_for:
        kinds = {program.kind for program in measure.programs.all()}
        assert kinds == {measure.kind} if measure.kind in ASKED_FOR else kinds, measure.slug
    assert not [gap for program in report.programs for gap in program_gaps(program)]
    assert not Program.objects.exclude(department__code__in=["sh-ja", "model-city"]).exists()
