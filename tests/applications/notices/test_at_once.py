"""Two real connections at once: every outcome arrives once, nobody objects to what has ended."""

import pytest
from django.utils import timezone

from applications.notices import carrying, objecting, releasing
from applications.notices.models import Notice, Objection
from applications.ranking import deciding, outcomes
from applications.ranking.models import Carrying, Meeting, Ranking
from tests.applications.intake.test_concurrency import at_once, kinds
from tests.applications.notices.test_notices import over, prepared, proposed, released, statement
from tests.factories import intake, ranking

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.exhaustive]


def test_list_is_fixed_once_and_each_outcome_arrives_once() -> None:
    head = intake.official(rank="head")
    round_ = intake.open_round(stages=("meeting", "notice"))
    (row,) = ranking.accepted(round_, (90, 91))
    found, at = ranking.drawn(round_, head), timezone.now()
    fix = lambda: deciding.fix(found.pk, ranking.minutes(), by=head, at=at)  # noqa: E731  # a job
    assert kinds(at_once(fix, fix)) == ["Ranking", "Refused"]
    assert Meeting.objects.count() == 1
    carry = lambda: outcomes.carry(Carrying.objects.get().pk, timezone.now())  # noqa: E731  # a job
    assert sorted(at_once(carry, carry, carry)) == [False, False, True]
    assert row.events.filter(kind="proposed").count() == 1
    assert Ranking.objects.get().is_fixed


def test_objection_and_end_at_once_take_turns() -> None:
    clerk, head = intake.official(), intake.official(rank="head")
    round_ = intake.open_round(stages=("notice",))
    proposed(round_, clerk)
    notice = released(prepared(round_, clerk), head)
    last = timezone.now() + (notice.until_on - timezone.localdate())
    results = at_once(
        lambda: objecting.make(notice, statement(), [], at=last),
        lambda: releasing.conclude(notice.pk, by=clerk, at=over(notice)),
    )
    ended = Notice.objects.get().state == Notice.State.CONCLUDED
    assert ended != Objection.objects.exists()
    assert kinds(results) == (["Notice", "Refused"] if ended else ["Refused", "tuple"])
    done = [carrying.carry(pk, over(notice)) for pk in carrying.waiting().values_list("pk", flat=True)]
    assert done == ([True] if ended else [])
