"""The documents that come with the portal: complete, reachable, and each promise with a program."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from programs.catalog.bases import basis_gaps
from programs.catalog.gaps import program_gaps, publication_gaps
from programs.catalog.models import Condition, Program, RequiredDocument, Round
from programs.policies.coverage import Gap, promising, rows_of
from programs.policies.kinds import ASKED_FOR
from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target
from tests.factories.catalog import administrator

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive]

# Measures, rules, targets and the fewest clauses of each document.
HELD = {
    "sh-2009-ten-measures": (34, 23, 18, 11),
    "zj-bqw-action-plan": (26, 11, 7, 25),
    "sh-jingan-sti-opinion": (75, 14, 2, 21),
    "sh-jiading-2014-workplan": (61, 20, 12, 20),
    "city-innovation-plan-template": (69, 17, 27, 37),
}


@pytest.fixture(scope="module", autouse=True)
def _published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All documents, programs and rounds of the folder of fixtures, published; once for all tests here."""
    paths = sorted(Path(settings.BASE_DIR, "fixtures", "reference").glob("*.yaml"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *map(str, paths), stdout=StringIO())
        call_command("import_programs", publish=True, by=administrator().email, stdout=StringIO())
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


def test_every_document_holds_what_its_text_names() -> None:
    for slug, expected in HELD.items():
        document = PolicyDocument.objects.get(slug=slug)
        held = tuple(
            model.objects.filter(clause__document=document).count() for model in (Measure, Rule, Target)
        )
        assert held == expected[:3], slug
        assert document.clauses.count() >= expected[3], slug
    assert Clause.objects.filter(document__slug__in=HELD).count() >= 114


@pytest.mark.parametrize("slug", HELD)
def test_everything_is_reached_by_clicking_and_over_the_api(client: Client, settings: Any, slug: str) -> None:
    settings.API_RATE_ANONYMOUS = 1_000_000  # more than a page of anybody
    outline = client.get(f"/policies/{slug}/").content.decode()
    told = client.get(f"/api/v1/policies/{slug}/").json()["clauses"]
    found: Counter[str] = Counter()
    for clause in told:
        address = f"/policies/{slug}/{clause['number']}/"
        assert f'href="{address}"' in outline
        shown = client.get(address).content.decode()
        assert client.get(f"/api/v1/policies/{slug}/clauses/{clause['number']}/").status_code == 200
        for name in ("measures", "rules", "targets"):
            for row in clause[name]:
                anchor = f"{name[:-1]}-{row['slug']}"
                assert f'href="{address}#{anchor}"' in outline
                assert f'id="{anchor}"' in shown
                assert client.get(f"/api/v1/{name}/{row['slug']}/").status_code == 200
                found[name] += 1
    assert (found["measures"], found["rules"], found["targets"]) == HELD[slug][:3]


def test_every_measure_one_can_ask_for_has_a_published_program() -> None:
    missing = rows_of(Gap.WITHOUT, timezone.now(), promising())
    assert [row.slug for row in missing] == []


def test_each_of_them_has_a_program_of_its_kind() -> None:
    """Of a platform or a fund one asks for what it offers: there the kind may be another."""
    missing = {}
    for measure in Measure.objects.filter(asked_for=True, kind__in=ASKED_FOR).prefetch_related("programs"):
        kinds = {program.kind for program in measure.programs.all() if program.status == "published"}
        if measure.kind not in kinds:
            missing[measure.slug] = kinds
    assert missing == {}
    assert Program.objects.published().count() >= 60
    assert set(Program.objects.published().values_list("kind", flat=True)) == set(ASKED_FOR)


def test_a_program_answers_measures_of_the_clauses_it_rests_on() -> None:
    for program in Program.objects.published().prefetch_related("clauses", "measures"):
        clauses = {clause.pk for clause in program.clauses.all()}
        assert {measure.clause_id for measure in program.measures.all()} <= clauses, program.slug


def test_everything_published_names_a_clause_or_a_call_notice() -> None:
    assert list(Program.objects.filter(status="draft")) == []
    assert [
        p.slug for p in Program.objects.published() if any("clause" in gap for gap in program_gaps(p))
    ] == []
    assert list(Program.objects.published().filter(clauses=None)) == []
    published = Round.objects.published()
    for line in (Condition, RequiredDocument):
        bare = line._default_manager.filter(round__in=published, clause=None, round__notice=None)
        assert list(bare) == []
    assert {str(r): basis_gaps(r) for r in published if basis_gaps(r)} == {}
    assert published.count() > 0


def test_no_open_round_rests_on_the_internal_plan_or_the_model_text_alone() -> None:
    """Taking away the notices makes the gate speak up for what cites them."""
    weak = PolicyDocument.objects.get(slug="sh-jiading-2014-workplan")
    program = Program.objects.published().exclude(rounds=None).first()
    assert program is not None
    program.clauses.set([weak.clauses.first()])
    round_ = program.rounds.order_by("-opens_at").first()
    assert round_ is not None
    Round.objects.filter(pk=round_.pk).update(notice=None, closes_at=timezone.now() + timedelta(days=30))
    assert any("2014" in gap for gap in publication_gaps(Round.objects.get(pk=round_.pk)))
