import pytest
from django.test import Client
from django.urls import reverse

from programs.forms.services import pin
from tests.factories.catalog import RoundFactory
from tests.factories.forms import FormFactory

pytestmark = pytest.mark.django_db


def test_form_of_a_published_round_is_public(client: Client) -> None:
    round_ = RoundFactory(program=FormFactory(complete=True).program)
    pin(round_, by=None)
    answer = client.get(f"/api/v1/rounds/{round_.pk}/form/")
    version = round_.pinned_form.version
    assert answer.status_code == 200
    frozen = {"schema": version.schema, "screen": version.screen, "logic": version.logic}
    assert answer.json() == {"version": 1, **frozen}


def test_form_of_a_draft_round_is_not_found(client: Client) -> None:
    round_ = RoundFactory(draft=True, program=FormFactory(complete=True).program)
    pin(round_, by=None)
    assert client.get(reverse("api_round_form", args=[round_.pk])).status_code == 404


def test_round_without_a_form_and_no_round_are_not_found(client: Client) -> None:
    round_ = RoundFactory()
    assert client.get(reverse("api_round_form", args=[round_.pk])).status_code == 404
    assert client.get(reverse("api_round_form", args=[10**30])).status_code == 404
