"""What was thought and decided is in the case file; names of reviewers only in the auditor's."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.notices import appealing, carrying, following, objecting, preparing, releasing
from applications.notices.objecting import Statement
from applications.notices.preparing import Words
from applications.panels.services import reviewing
from applications.ranking import deciding, outcomes
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round
from programs.catalog.stages import Stage
from tests.applications.intake.asking import signed_in
from tests.factories import experts, intake, ranking, review
from tests.factories.catalog import LEVELS

pytestmark = pytest.mark.django_db
STAGES = (Stage.RECOMMENDATION, Stage.MEETING, Stage.APPROVAL, Stage.NOTICE)


def package(by: Capacity, application: Application) -> zipfile.ZipFile:
    response = signed_in(by).get(reverse("case_file", args=[application.pk]))
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def texts(found: zipfile.ZipFile) -> dict[str, str]:
    return {name: found.read(name).decode() for name in found.namelist() if name.endswith(".html")}


def accepted(round_: Round) -> Application:
    """Recommended by its station, checked point by point, reviewed."""
    application = intake.in_status("recommending", round_=round_)
    at, station = timezone.now(), intake.official(application.station)
    perform(application.pk, "recommend", capacity=station, at=at, inputs=Inputs(note="基础扎实，同意推荐。"))
    review.found(application, contract="met", staff="met:社保记录已核", scope="not_applicable")
    application = intake.decided(application, "accept")
    ranking.reviewed(application, 90, 84, opinion="路线清楚，预算合理。")
    return application


def proposed(round_: Round, application: Application) -> Application:
    """By the meeting, then approved at both levels."""
    head = intake.official(round_.department, rank="head")
    found = ranking.drawn(round_, head, budget=Decimal(85000))
    out = {"person": ranking.PEOPLE[0], "number": application.number, "reason": "曾任顾问"}
    fixed = deciding.fix(found.pk, ranking.minutes(recusals=[out]), by=head, at=timezone.now())
    outcomes.carry_out(fixed, timezone.now())
    return intake.decided(Application.objects.get(pk=application.pk), "approve_level", "approve_level")


def noticed(round_: Round) -> None:
    """Put on notice, objected to without success, ended."""
    clerk, head = intake.official(round_.department), intake.official(round_.department, rank="head")
    at, words = timezone.now(), Words("拟支持名单公示", "现予公示。", "规划处 021-1", 5)
    notice = preparing.prepare(round_, "proposed", words, by=clerk, at=at)
    released = releasing.release(notice.pk, releasing.hash_of(notice), by=head, at=at)
    carrying.carry_out(released, at)
    said = Statement("person", "高某", "11010519491231002X", "021-1", "疑似重复资助", 1)
    made, _code = objecting.make(released, said, [], at=at)
    objecting.answer(made.pk, False, "经核查不属重复资助。", by=clerk, at=at)
    over = at + (released.until_on - timezone.localdate()) + timedelta(days=1)
    carrying.carry_out(releasing.conclude(notice.pk, by=clerk, at=over), over)


@pytest.fixture
def decided() -> Application:
    """Through every stage, its appeal upheld."""
    round_ = review.with_points(intake.open_round(stages=STAGES))
    application = accepted(round_)
    proposed(round_, application)
    noticed(round_)
    application.refresh_from_db()
    at, clerk = timezone.now() + timedelta(days=9), intake.official(round_.department)
    application.decided_at = at
    application.save(update_fields=["decided_at"])
    appealing.appeal(application.pk, "核定金额有误。", capacity=intake.holder(application), at=at)
    appealing.answer(application.pk, True, "计算有误，予以更正。", by=clerk, at=at)
    following.follow(application.pk, "note", "按申报额重新核定。", by=clerk, at=at)
    return application


def test_all_opinions_the_meeting_and_the_notice_are_in_it(decided: Application) -> None:
    found = package(intake.auditing(), decided)
    pages = texts(found)
    for name, words in {
        "opinions/recommendation.html": ("基础扎实，同意推荐。", "菊园新区服务站"),
        "opinions/formal-check.html": ("合同有双方签章", "社保记录已核"),
        "opinions/expert-reviews.html": ("路线清楚，预算合理。", "90.00", "评审1"),
        "opinions/approvals.html": ("1.", "2."),
        "decision/meeting-1.html": ("科委会纪〔2026〕12号", *ranking.PEOPLE, "曾任顾问", "87.00"),
        "decision/notice-1.html": ("拟支持名单公示", "经核查不属重复资助。"),
        "decision/appeal.html": ("核定金额有误。", "计算有误，予以更正。", "按申报额重新核定。"),
    }.items():
        assert all(word in pages[name] for word in words), name
        assert f'href="{name}"' in pages["index.html"]
        assert "<script" not in pages[name]
    assert found.read("decision/minutes-1.pdf") == intake.PDF
    assert 'href="../decision/minutes-1.pdf"' in pages["decision/meeting-1.html"]
    assert 'lang="zh-hans"' in pages["decision/appeal.html"]
    assert len(decided.approvals.all()) == len(LEVELS)


def test_scores_of_each_criterion_are_in_it_with_their_weight() -> None:
    cast = experts.assigned(applications=1, experts=1)
    words = experts.written(cast.panel)
    reviewing.hand_in(cast.assignment.pk, words, by=cast.writer, at=timezone.now())
    page = texts(package(cast.official, cast.applications[0]))["opinions/expert-reviews.html"]
    assert all(f"<td>{cell}</td>" in page for cell in ("创新性", "60", "40", "30.0"))
    assert cast.experts[0].name not in page


def test_nobody_who_reviewed_or_objected_is_named_to_the_department(decided: Application) -> None:
    mine = texts(package(intake.official(decided.round.department), decided))
    theirs = texts(package(intake.auditing(), decided))
    assert "路线清楚，预算合理。" in mine["opinions/expert-reviews.html"]
    assert not any("评审1" in text or "评审2" in text for text in mine.values())
    for pages in (mine, theirs):
        assert not any("高某" in text for text in pages.values())
    assert "疑似重复资助" in mine["decision/notice-1.html"]
    assert "疑似重复资助" not in theirs["decision/notice-1.html"]


def test_a_reader_of_english_gets_english_pages(decided: Application) -> None:
    client = signed_in(intake.auditing())
    response = client.get(reverse("case_file", args=[decided.pk]), headers={"Accept-Language": "en"})
    pages = texts(zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))))
    assert "Place in the list" in pages["decision/meeting-1.html"]
    assert 'lang="en"' in pages["decision/meeting-1.html"]


def test_what_has_no_opinions_yet_has_no_empty_pages() -> None:
    application = intake.submitted()
    names = package(intake.auditing(), application).namelist()
    assert not [name for name in names if name.startswith(("opinions/", "decision/"))]
