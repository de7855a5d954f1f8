"""Two officials change a form in the same moment: two real connections."""

import pytest

from portal.versions.models import Version
from programs.forms.builder import marks, ordering
from programs.forms.models import Question
from tests.applications.intake.test_concurrency import at_once
from tests.factories.catalog import administrator
from tests.factories.forms import FormFactory


@pytest.mark.exhaustive
@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_move_questions_is_told() -> None:
    form, admin = FormFactory(complete=True), administrator()
    seen = marks.of_order(form)
    contact, contract = (Question.objects.get(key=key).pk for key in ("contact", "contract"))

    def down() -> None:
        ordering.step(form.pk, "question", contact, "down", seen=seen, by=admin)

    def up() -> None:
        ordering.step(form.pk, "question", contract, "up", seen=seen, by=admin)

    refused = [error for error in at_once(down, up) if error is not None]
    assert [type(error).__name__ for error in refused] == ["Refused"]
    assert Version.objects.of(form).count() == 2  # as found, and the one change
