"""Where people find what experts and panels offer them."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.catalog.stages import Stage
from tests.applications.intake.asking import signed_in
from tests.factories import intake
from tests.factories.accounts import oneself
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db


def test_an_applicant_finds_experts_to_be_avoided_while_it_is_of_use() -> None:
    reviewed = intake.open_round(stages=(Stage.REVIEW,))
    draft = intake.draft(reviewed)
    way = reverse("application_avoid", args=[draft.pk])
    page = reverse("application", args=[draft.pk])
    assert way in signed_in(intake.holder(draft)).get(page).content.decode()
    viewer = member(draft.organization, "viewer")
    assert way not in signed_in(viewer).get(page).content.decode()
    without = intake.draft()
    shown = signed_in(intake.holder(without)).get(reverse("application", args=[without.pk])).content.decode()
    assert reverse("application_avoid", args=[without.pk]) not in shown


@pytest.mark.exhaustive
def test_once_it_is_checked_nobody_is_offered_to_name_an_expert() -> None:
    late = intake.in_status("reviewing")
    shown = signed_in(intake.holder(late)).get(reverse("application", args=[late.pk])).content.decode()
    assert reverse("application_avoid", args=[late.pk]) not in shown


def test_everybody_finds_how_to_become_an_expert() -> None:
    way = f'href="{reverse("expert_file")}"'
    assert way in Client().get(reverse("help")).content.decode()
    assert way in signed_in(oneself()).get(reverse("account_settings")).content.decode()
    answer = Client().get(reverse("expert_file"))
    assert (answer.status_code, reverse("expert_file") in answer["Location"]) == (302, True)
