"""All documents and programs go out and come back: nothing changes, and what was changed is restored."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from portal.versions.content import content_of
from programs.catalog.models import Program
from programs.exchange.models import Table
from programs.exchange.tables import BOOKS
from programs.exchange.writing import workbook
from programs.policies.models import Measure, MeasureFigure, Rule
from tests.factories.catalog import administrator
from tests.programs.exchange.situations import english, entered, said, taken, told

pytestmark = [pytest.mark.django_db, pytest.mark.exhaustive, pytest.mark.usefixtures("english")]


@pytest.fixture(scope="module", autouse=True)
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All documents and programs of the folder of fixtures, once for all tests here; as drafts, so that
    nobody relies on their words."""
    paths = sorted(Path(settings.BASE_DIR, "fixtures", "reference").glob("*.yaml"))
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *map(str, paths), stdout=StringIO())
        call_command("import_programs", by=administrator().email, stdout=StringIO())
        with django_db_blocker.block():
            yield
        transaction.set_rollback(True)


def out(table: Table) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{table}.xlsx", workbook(table, english()))


def contents(table: Table) -> dict[int, Any]:
    return {row.pk: content_of(row) for row in BOOKS[table][0].model._default_manager.all()}  # type: ignore[union-attr]  # an object's sheet


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("table", Table)
def test_nothing_changes_in_any_language(table: Table, language: str) -> None:
    with translation.override(language):
        content = out(table)
    imported = taken(table, content)
    assert {does for _number, does, _errors in said(imported)} == {"same"}, told(imported)


def third(model: Any, chosen: int) -> Any:
    return model._default_manager.filter(pk__in=list(model.objects.values_list("pk", flat=True))[chosen::3])


def broken(table: Table, chosen: int) -> None:
    """Every third row says something else."""
    if table == Table.PROGRAMS:
        for program in third(Program, chosen):
            program.terms, program.title = {}, "换了名称"
            program.save()
    elif table == Table.MEASURES:
        third(MeasureFigure, chosen).delete()
        third(Measure, chosen).update(note="改", asked_for=False)
    else:
        third(Rule, chosen).update(sentence="改", number=None, upper=None, comparison="eq", due_on=None)


@given(chosen=st.integers(0, 2), table=st.sampled_from([Table.PROGRAMS, Table.MEASURES, Table.RULES]))
@trials(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_download_restores_what_was_changed_since(chosen: int, table: Table) -> None:
    with transaction.atomic():
        before, content = contents(table), out(table)
        broken(table, chosen)
        assert contents(table) != before
        assert entered(taken(table, content)).applied_at
        assert contents(table) == before
        transaction.set_rollback(True)
