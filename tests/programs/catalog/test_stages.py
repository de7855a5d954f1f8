"""The stages of a round: kept at the round, pinned once it is published, shown to everybody."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from programs.catalog.gaps import round_gaps
from programs.catalog.models import ApprovalLevel, Round, RoundStage
from programs.catalog.stages import Stage
from programs.publishing.copying import copy_round
from tests.factories.catalog import RoundFactory, administrator, commission

pytestmark = pytest.mark.django_db


def test_a_round_knows_its_stages_and_keeps_them_once_published() -> None:
    round_ = RoundFactory(draft=True)
    stage = RoundStage.objects.create(round=round_, stage=Stage.REVIEW)
    round_.save()  # with the stages it knew before
    round_.refresh_from_db()
    assert (round_.stages_on, round_.has(Stage.CHECK), round_.has(Stage.NOTICE)) == (["review"], True, False)
    assert round_.stage(Stage.REVIEW) == stage
    published = RoundFactory(stages=[Stage.REVIEW])
    for change in (
        lambda: RoundStage.objects.create(round=published, stage=Stage.NOTICE),
        lambda: published.stages.update(days=3),
        lambda: published.stages.all().delete(),
        lambda: RoundStage.objects.filter(pk=stage.pk).update(round=published),
        lambda: ApprovalLevel.objects.create(round=published, position=1, department=commission()),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Round.objects.get(pk=published.pk).stages_on == ["review"]


def test_gaps_name_stages_that_do_not_fit() -> None:
    round_ = RoundFactory(draft=True)
    RoundStage.objects.create(round=round_, stage=Stage.APPROVAL)
    RoundStage.objects.create(round=round_, stage=Stage.SECOND_REVIEW)
    found = [gap.where for gap in round_gaps(Round.objects.get(pk=round_.pk)) if hasattr(gap, "where")]
    assert found.count("stages") == 2


def test_a_copied_round_has_the_stages_of_last_year() -> None:
    source = RoundFactory(stages=[Stage.APPROVAL, Stage.NOTICE], name="2025年第一批")
    made = copy_round(source.pk, "2027年第一批", "", "KC", by=administrator()).round
    assert made is not None
    made.refresh_from_db()
    assert made.stages_on == ["approval", "notice"]
    assert made.approval_levels.count() == 2


def test_the_public_reads_how_it_is_decided(client) -> None:
    round_ = RoundFactory(stages=[Stage.RECOMMENDATION, Stage.APPROVAL, Stage.NOTICE])
    page = client.get(reverse("program", args=[round_.program.slug]), headers={"Accept-Language": "en"})
    for words in ("How it is decided", "Public notice", "Recommendation", commission("bureau").name_en):
        assert words in page.text
    told = client.get(f"/api/v1/rounds/{round_.pk}/").json()
    assert [stage["stage"] for stage in told["stages"]] == ["recommendation", "approval", "notice"]
    assert [level["department"] for level in told["approval_levels"]] == ["bureau", "finance"]
