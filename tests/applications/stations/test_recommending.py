"""A station recommends; what it lets pass goes on without it and never costs the applicant."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import perform
from applications.intake.services.transition import Inputs
from applications.stations.documents import letter_pdf
from applications.stations.models import Batch, Recommendation
from applications.stations.rules import organizations_of
from applications.stations.services import Choice, pass_on_overdue, recommend_all, upload_sealed
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.facts.papers import recommender_of
from portal.inbox.models import Message
from portal.organizations.models import Organization
from programs.catalog.models import Round, RoundStage
from programs.catalog.stages import Stage
from tests.applications.intake.test_pages import count_queries, signed_in
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, region
from tests.factories.organizations import OrganizationFactory, member

pytestmark = pytest.mark.django_db
SAID = "情况属实，同意推荐。"


def recommending(round_: Round | None = None) -> Application:
    return intake.in_status("recommending", round_=round_ or staged())


def staged(**fields: Any) -> Round:
    return intake.open_round(stages=[Stage.RECOMMENDATION], live_limit=9, **fields)


def official_of(application: Application) -> Capacity:
    assert application.station is not None
    return intake.official(application.station)


def test_an_opinion_leads_to_the_formal_check_and_is_kept() -> None:
    application = recommending()
    station, now = official_of(application), timezone.now()
    for other in (intake.official(), intake.official(DepartmentFactory(code="elsewhere")), member()):
        assert not Application.objects.visible_to(other).filter(pk=application.pk, station=None).exists()
        with pytest.raises((Refused, Http404)):
            perform(application.pk, "recommend", capacity=other, at=now, inputs=Inputs(note=SAID))
    done = perform(
        application.pk, "recommend", capacity=station, at=now, inputs=Inputs(note=SAID, positive=False)
    )
    assert (done.status, done.left_station_at) == ("submitted", now)
    given = Recommendation.objects.get()
    assert (given.positive, given.opinion, given.department) == (False, SAID, application.station)


@pytest.mark.parametrize(("by", "back"), [("station", "recommending"), ("official", "submitted")])
def test_a_correction_goes_back_to_who_asked_for_it(by: str, back: str) -> None:
    application = recommending()
    if by == "official":
        application = intake.decided(application, "recommend")
    returned = intake.decided(application, "return")
    assert returned.letters.get().department == (
        application.station if by == "station" else application.round.department
    )
    assert intake.decided(returned, "submit").status == back


def test_what_is_taken_back_is_recommended_anew() -> None:
    application = intake.decided(recommending(), "recommend", "take_back", "submit")
    assert (application.status, application.left_station_at) == ("recommending", None)


def test_a_person_without_a_station_goes_straight_to_the_formal_check() -> None:
    organization = OrganizationFactory(tax_region=region("310106"))
    application = intake.submitted(intake.draft(staged(), member(organization)))
    assert (application.status, application.station) == ("submitted", None)


def test_what_a_station_lets_pass_goes_on_and_is_told_above_once() -> None:
    bureau = DepartmentFactory(code="bureau", level="city")
    head = intake.official(bureau, rank="head")
    round_ = staged(draft=True)
    RoundStage.objects.filter(round=round_).update(escalate_to=bureau)
    Round.objects.filter(pk=round_.pk).update(
        status="published", published_at=timezone.now(), published_by=head.user
    )
    application = recommending(Round.objects.get(pk=round_.pk))
    assert application.due_at is not None
    assert pass_on_overdue(application.due_at) == 0
    late = application.due_at + timedelta(minutes=6)
    assert (pass_on_overdue(late), pass_on_overdue(late)) == (1, 0)
    application.refresh_from_db()
    assert (application.status, application.left_station_at) == ("submitted", late)
    told = Message.objects.get(recipient=head.user, kind="stage_passed_on")
    assert application.station.name in told.body
    assert told.url == reverse("review_application", args=[application.pk])
    assert not Recommendation.objects.exists()


def test_a_closing_for_stations_is_their_time_limit() -> None:
    closes_at = timezone.now().replace(microsecond=0) + timedelta(days=10)
    round_ = staged(closes_at=closes_at, station_closes_at=closes_at + timedelta(days=5))
    assert recommending(round_).due_at == round_.station_closes_at


def test_several_are_recommended_with_one_letter_or_none() -> None:
    round_ = staged()
    rows = [recommending(round_) for _n in range(3)]
    station, now = official_of(rows[0]), timezone.now()
    other = recommending()
    for wrong in (
        [Choice(rows[0].pk, place=1), Choice(rows[1].pk, place=1)],
        [Choice(rows[0].pk), Choice(other.pk)],
        [],
    ):
        with pytest.raises(Refused):
            recommend_all(wrong, SAID, capacity=station, at=now)
    with pytest.raises(Http404):
        recommend_all(
            [Choice(rows[0].pk)],
            SAID,
            capacity=intake.official(DepartmentFactory(code="elsewhere")),
            at=now,
        )
    intake.decided(rows[2], "recommend")
    with pytest.raises(Refused):  # one of them went on meanwhile: nothing happens
        recommend_all([Choice(row.pk) for row in rows], SAID, capacity=station, at=now)
    assert not Batch.objects.exists()
    batch = recommend_all(
        [Choice(rows[0].pk, place=2), Choice(rows[1].pk, place=1)], SAID, capacity=station, at=now
    )
    order = batch.recommendations.order_by("place").values_list("application", "place")
    assert list(order) == [(rows[1].pk, 1), (rows[0].pk, 2)]
    assert batch.number.startswith(f"{batch.round.code}荐〔")
    assert letter_pdf(batch).startswith(b"%PDF")
    colleague = intake.official(round_.department)
    with pytest.raises(Refused):
        upload_sealed(batch.pk, intake.pdf(), capacity=colleague, at=now)
    sealed = upload_sealed(batch.pk, intake.pdf("盖章.pdf"), capacity=station, at=now)
    assert (sealed.file_name, sealed.sealed_by) == ("盖章.pdf", station.user)


def test_drafts_show_their_progress_and_no_answer() -> None:
    owner = member()
    intake.station(owner.organization)
    draft = intake.filled(intake.draft(staged(), owner))
    for level in ("park-310114", "of-310114"):
        page = signed_in(intake.official(DepartmentFactory(code=level))).get(reverse("station_organizations"))
        assert owner.organization.name in page.text
        assert draft.answers["contact"] not in page.text
    outsider = signed_in(intake.official(DepartmentFactory(code="elsewhere", region=region("310106"))))
    assert owner.organization.name not in outsider.get(reverse("station_organizations")).text
    assert signed_in(intake.official()).get(reverse("station_organizations")).status_code == 404


def test_the_organizations_of_a_station_are_those_it_recommends() -> None:
    park = intake.station(member().organization)
    DepartmentFactory(code="ja", region=region("310106"))
    OrganizationFactory()
    OrganizationFactory(tax_region=region("310106"))
    for department in (park, park.parent, DepartmentFactory(code="ja")):
        theirs = set(organizations_of(department))
        for organization in Organization.objects.all():
            recommender = recommender_of(organization)
            within = recommender is not None and recommender.path.startswith(department.path)
            assert (organization in theirs) == within


def test_the_pages_of_a_station() -> None:
    round_ = staged()
    first = recommending(round_)
    client = signed_in(official_of(first))
    one = count_queries(client, reverse("station"))
    second = recommending(round_)
    recommending(round_)
    assert count_queries(client, reverse("station")) == one
    assert first.number in client.get(reverse("station"), {"q": first.number}).text
    assert client.get(reverse("station_export")).status_code == 200
    page = client.get(reverse("station_application", args=[first.pk]))
    assert first.answers["contact"] in page.text
    asked = client.get(reverse("station_recommend"), {"id": [first.pk, second.pk]})
    assert str(second.number) in asked.text
    said = {"id": [first.pk, second.pk], "opinion": SAID}
    for place, row in ((1, second), (2, first)):
        said |= {f"{row.pk}-verdict": "yes", f"{row.pk}-place": place}
    done = client.post(reverse("station_recommend"), said, follow=True)
    assert Batch.objects.get().number in done.text
    scan = {"file": SimpleUploadedFile("盖章.pdf", intake.PDF, "application/pdf")}
    client.post(reverse("station_letter_seal", args=[Batch.objects.get().pk]), scan)
    assert Batch.objects.get().file_name == "盖章.pdf"
    assert "盖章.pdf" in client.get(reverse("station_letter", args=[Batch.objects.get().pk])).text
