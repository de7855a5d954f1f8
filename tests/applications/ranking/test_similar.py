"""Similar texts: shingles by hand, and the job over real applications."""

import pytest
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.ranking import similar
from applications.ranking.likeness import bands, likeness, passages, plain, shingles
from applications.ranking.models import Comparison, Fingerprint
from portal.api.problems import Refused
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory
from tests.factories.organizations import member

TEXT = "本项目研究微流控芯片的高通量检测方法，建立从样本处理到信号读取的完整流程，形成自主知识产权。"
OTHER = "面向城市轨道交通的光纤振动监测系统，通过分布式传感实现全线实时预警与定位，服务运营安全。"


def test_shingles_leave_blanks_and_punctuation_out() -> None:
    assert shingles(plain("微流控 芯片，检测")) == {"微流控芯片检", "流控芯片检测"}
    assert shingles(plain("短文")) == set()


def test_likeness_counts_a_text_taken_into_a_longer_one() -> None:
    assert likeness(shingles(plain(TEXT)), shingles(plain(OTHER + TEXT))) == 1
    assert likeness(shingles(plain(TEXT)), shingles(plain(OTHER))) == 0
    assert likeness(set(), set()) == 0


def test_passages_are_shown_as_they_were_written() -> None:
    spaced = TEXT.replace("高通量检测方法，", "高通量 检测方法； ")
    ((mine, theirs),) = passages(TEXT, OTHER + spaced)
    assert mine == TEXT.rstrip("。")
    assert theirs == spaced.rstrip("。")


def test_alike_texts_share_a_band_and_others_none() -> None:
    near = shingles(plain(TEXT.replace("微流控", "毫流控")))
    assert set(bands(shingles(plain(TEXT)))) & set(bands(near))
    assert not set(bands(shingles(plain(TEXT)))) & set(bands(shingles(plain(OTHER))))
    assert bands(set()) == []


def handed_in(round_, text: str) -> Application:
    application = intake.filled(intake.draft(round_, member()), contact=text)
    capacity = intake.holder(application)
    return perform(application.pk, "submit", capacity=capacity, at=timezone.now())


@pytest.mark.django_db
def test_round_is_compared_with_everything_handed_in() -> None:
    elsewhere = intake.open_round(department=DepartmentFactory(code="elsewhere"))
    past = handed_in(elsewhere, TEXT)
    round_ = intake.open_round()
    copied = handed_in(round_, TEXT[:-4])
    handed_in(round_, OTHER)
    by = intake.official()
    with pytest.raises(Refused):
        similar.ask(elsewhere, by=by, at=timezone.now())
    comparison = similar.ask(round_, by=by, at=timezone.now())
    with pytest.raises(Refused):
        similar.ask(round_, by=by, at=timezone.now())
    similar.work(timezone.now())
    comparison.refresh_from_db()
    assert comparison.finished_at
    assert comparison.done == comparison.total == 2
    (pair,) = comparison.pairs.all()
    assert {pair.one_id, pair.other_id} == {copied.pk, past.pk}
    assert similar.visible([pair], by) == [(pair, False)]
    assert Fingerprint.objects.count() == 3
    assert not Comparison.objects.visible_to(intake.holder(copied))
