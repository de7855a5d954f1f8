"""Terms are changed while a round is published: two real connections."""

from threading import Event

import pytest
from django.db import transaction

from programs.catalog.models import Program, Round
from programs.catalog.services import change_terms, publish_round
from tests.applications.intake.test_concurrency import at_once
from tests.factories.catalog import ProgramFactory, administrator
from tests.programs.catalog.test_program_page import ready, stated


@pytest.mark.django_db(transaction=True)
def test_round_pins_the_terms_that_are_being_changed() -> None:
    program, admin, changed = ProgramFactory(), administrator(), Event()
    round_ = ready(program)
    terms = stated(program, save=False, cap=200_000)
    published = Event()

    def change() -> None:
        with transaction.atomic():
            change_terms(program.pk, terms, admin)
            changed.set()
            published.wait(timeout=1)

    def publish() -> None:
        changed.wait(timeout=5)
        publish_round(round_.pk, admin)
        published.set()

    assert at_once(change, publish) == [None, None]
    pinned = Round.objects.get(pk=round_.pk).terms
    assert pinned == Program.objects.get(pk=program.pk).terms
    assert pinned["cap"]["value"] == "200000.00"
