"""Rubrics in the admin: found from their round, what is missing said, published on their page."""

import pytest
from django.test import Client
from django.urls import reverse

from applications.panels.models import Band, Rubric
from programs.catalog.stages import Stage
from tests.factories import experts as made
from tests.factories import intake
from tests.factories.catalog import RoundFactory, administrator
from tests.programs.catalog.test_admin import SentBack

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(administrator())
    return client


def test_a_round_with_expert_review_leads_to_its_rubrics(admin: Client) -> None:
    round_ = RoundFactory(draft=True, stages=(Stage.REVIEW, Stage.SECOND_REVIEW))
    rubric = made.rubric(round_, published=False)
    page = admin.get(reverse("admin:catalog_round_change", args=[round_.pk])).content.decode()
    assert reverse("admin:panels_rubric_change", args=[rubric.pk]) in page
    add = f"{reverse('admin:panels_rubric_add')}?round={round_.pk}&amp;pass_no=2"
    assert add in page
    asked = admin.get(add.replace("&amp;", "&")).context["adminform"].form
    assert (asked["round"].value(), asked["pass_no"].value()) == (str(round_.pk), "2")
    without = RoundFactory(draft=True)
    page = admin.get(reverse("admin:catalog_round_change", args=[without.pk])).content.decode()
    assert f"{reverse('admin:panels_rubric_add')}?round" not in page


@pytest.mark.exhaustive
def test_a_rubric_says_what_it_lacks_and_is_published_on_its_page(admin: Client) -> None:
    rubric = made.rubric(intake.open_round(), published=False)
    Band.objects.filter(floor=0, criterion__name="创新性").update(floor=1)
    address = reverse("admin:panels_rubric_change", args=[rubric.pk])
    page = admin.get(address).content.decode()
    assert "最低档从1" in page
    assert "优 27" in page
    sent = SentBack(page).values | {"_publish": "yes"}
    refused = admin.post(address, sent, follow=True).content.decode()
    assert "最低档从1" in refused
    assert Rubric.objects.get().published_at is None
    Band.objects.filter(floor=1).update(floor=0)
    assert admin.post(address, sent).status_code == 302
    assert Rubric.objects.get().published_at is not None
    assert "_publish" not in admin.get(address).content.decode()
    assert "100%" in admin.get(reverse("admin:panels_rubric_changelist")).content.decode()
