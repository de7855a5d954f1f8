"""The pool: applying, being recommended, listed, suspended, expired; numbers, ties, days away."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from applications.experts import services
from applications.experts.models import Absence, Expert, ExpertEvent, Tie
from applications.experts.privacy import forget
from portal.accounts.models import Role
from portal.api.problems import Refused
from portal.history.services import Outcome, verify
from portal.inbox.models import Message
from portal.privacy import numbers
from portal.privacy.models import Notice, Reveal, SealedNumber
from portal.privacy.services import consent
from tests.factories import intake
from tests.factories.accounts import DepartmentFactory, UserFactory, oneself, region
from tests.factories.experts import ExpertFactory
from tests.factories.organizations import member

pytestmark = pytest.mark.django_db
IDENTITY, ACCOUNT = "11010519491231002X", "6222021234567890123"


def facts(**changes: Any) -> dict[str, Any]:
    return {
        "name": "沈书言",
        "title": "研究员",
        "employer": "上海光学精密机械研究所",
        "kind": "technical",
        "fields": ["T1"],
        "region": region(),
    } | changes


def soon(days: int = 365) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.mark.exhaustive
def test_who_applies_is_examined_listed_and_becomes_an_expert() -> None:
    by, official, now = oneself(), intake.official(), timezone.now()
    expert = services.apply(facts(), by=by, at=now)
    assert (expert.status, expert.email) == ("applied", by.user.email)
    services.decide(expert.pk, "list", until=soon(), by=official, at=now)
    expert.refresh_from_db()
    assert (expert.status, expert.decided_by) == ("listed", official.user)
    assert Role.objects.filter(user=by.user, kind="expert").exists()
    assert Message.objects.get(recipient=by.user).kind == "expert_listed"
    services.apply(facts(title="教授"), by=by, at=now)
    expert.refresh_from_db()
    assert (expert.status, expert.title) == ("listed", "教授")
    assert {verdict.outcome for verdict in verify(ExpertEvent.objects.all())} == {Outcome.OK}


@pytest.mark.exhaustive
def test_who_is_recommended_takes_it_up_before_being_listed() -> None:
    person, owner, official, now = UserFactory(), member(), intake.official(), timezone.now()
    expert = services.recommend(facts(), person.email.upper(), by=owner, at=now)
    assert expert.recommended_by_organization == owner.organization
    with pytest.raises(Refused):
        services.decide(expert.pk, "list", until=soon(), by=official, at=now)
    with pytest.raises(Refused):
        services.recommend(facts(), person.email, by=owner, at=now)
    with pytest.raises(Refused):
        services.recommend(facts(), "else@example.com", by=oneself(), at=now)
    taken = services.apply(facts(), by=oneself(person), at=now)
    assert (taken.pk, taken.user) == (expert.pk, person)
    services.decide(expert.pk, "list", until=soon(), by=official, at=now)


@pytest.mark.exhaustive
def test_every_decision_asks_for_what_it_needs_in_its_state() -> None:
    expert, official, now = ExpertFactory(), intake.official(), timezone.now()
    for action, more in (
        ("refuse", {"reason": "x"}),
        ("resume", {}),
        ("suspend", {}),
        ("list", {"until": None}),
    ):
        with pytest.raises(Refused):
            services.decide(expert.pk, action, by=official, at=now, **more)
    services.decide(expert.pk, "suspend", reason="泄露评审内容", by=official, at=now)
    services.decide(expert.pk, "resume", by=official, at=now)
    with pytest.raises(Http404):
        services.decide(expert.pk, "erase", by=official, at=now)


@pytest.mark.exhaustive
def test_a_listing_expires_by_the_clock() -> None:
    expert, later = ExpertFactory(valid_until=soon(1)), timezone.now() + timedelta(days=2)
    assert services.expire_listings(timezone.now()) == 0
    assert services.expire_listings(later) == 1
    expert.refresh_from_db()
    assert expert.status == "expired"
    assert not Expert.objects.listed(soon(2)).exists()


def test_numbers_lie_encrypted_and_are_revealed_with_a_reason_only() -> None:
    by, official, now = oneself(), intake.official(), timezone.now()
    with pytest.raises(Refused):
        services.apply(facts(identity=IDENTITY), by=by, at=now)
    consent.agree(by.user, consent.current(Notice.Kind.IDENTITY), address="", at=now)
    given = facts(identity=IDENTITY, account=ACCOUNT, phone="13812345678")
    expert = services.apply(given, by=by, at=now)
    row = Expert.objects.filter(pk=expert.pk).values().get()
    assert not any(number in str(row) for number in (IDENTITY, ACCOUNT, "13812345678"))
    services.apply(facts(**expert.masked), by=by, at=now)
    assert SealedNumber.objects.count() == 3
    with pytest.raises(Refused):
        services.reveal(expert.pk, "identity", reason="", by=official, at=now)
    assert services.reveal(expert.pk, "identity", reason="发放评审费", by=official, at=now) == IDENTITY
    assert Reveal.objects.get().user == official.user
    assert expert.events.filter(kind="number_revealed").count() == 1
    with pytest.raises(Refused):
        services.apply(facts(account="12"), by=by, at=now)
    assert numbers.is_there(Expert.objects.get().account)


def test_a_station_and_strangers_do_not_see_the_pool() -> None:
    expert = ExpertFactory()
    station = intake.official(DepartmentFactory(level="station"))
    readers = [station, member(), oneself(), oneself(expert.user), intake.official(), intake.auditing()]
    assert [Expert.objects.visible_to(reader).count() for reader in readers] == [0, 0, 0, 1, 1, 1]
    with pytest.raises(Http404):
        services.reveal(expert.pk, "identity", reason="发放评审费", by=station, at=timezone.now())


@pytest.mark.exhaustive
def test_a_tie_stays_when_it_is_taken_back_and_an_officials_cannot_be() -> None:
    expert, official, now = ExpertFactory(), intake.official(), timezone.now()
    assert expert.user is not None
    own = oneself(expert.user)
    with pytest.raises(ValidationError):
        services.state_tie(Tie(expert=expert, kind="family"), by=own, at=now)
    mine = services.state_tie(Tie(expert=expert, kind="family", person_name="陆川"), by=own, at=now)
    theirs = services.state_tie(Tie(expert=expert, kind="advisor", uscc="X"), by=official, at=now)
    services.withdraw_tie(expert.pk, mine.pk, by=own, at=now)
    with pytest.raises(Refused):
        services.withdraw_tie(expert.pk, theirs.pk, by=own, at=now)
    assert Tie.objects.count() == 2


@pytest.mark.exhaustive
def test_who_is_away_is_not_present() -> None:
    expert, now = ExpertFactory(), timezone.now()
    assert expert.user is not None
    days = Absence(expert=expert, first_on=soon(10), last_on=soon(20))
    services.add_absence(days, by=oneself(expert.user), at=now)
    spans = (0, 9), (0, 10), (20, 30), (21, 30)
    present = [Expert.objects.present(soon(a), soon(b)).count() for a, b in spans]
    assert present == [1, 0, 0, 1]
    services.remove_absence(expert.pk, days.pk, by=oneself(expert.user), at=now)
    assert Expert.objects.present(soon(0), soon(30)).count() == 1


@pytest.mark.exhaustive
def test_the_database_refuses_a_listing_without_person_or_term() -> None:
    expert = ExpertFactory()
    for change in ({"user": None}, {"valid_until": None}, {"employer_uscc": "short"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Expert.objects.filter(pk=expert.pk).update(**change)


@pytest.mark.exhaustive
def test_a_closed_account_leaves_neither_name_nor_numbers() -> None:
    account = numbers.seal_account(ACCOUNT)
    expert = ExpertFactory(account=account)
    assert expert.user is not None
    forget(expert.user, timezone.now())
    expert.refresh_from_db()
    assert (expert.account, expert.status, expert.employer) == ("", "expired", "—")
    assert not numbers.is_there(account)
