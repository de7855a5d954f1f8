from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.utils import timezone

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.models import Delivery, DigestEntry, Message
from portal.inbox.preferences import choose
from portal.inbox.timing import Choice
from portal.privacy.held import sections
from portal.privacy.services.closing import make_nameless
from programs.catalog.following import follow
from programs.catalog.models import Follow
from programs.catalog.services import move_deadline
from programs.finding import saved
from programs.finding.alerts import tell_of_matches
from programs.finding.models import Hit, SavedSearch
from tests.factories.accounts import UserFactory, oneself
from tests.factories.catalog import ProgramFactory, RoundFactory, administrator

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def kept(query: str = "kind=voucher", name: str = "券", by: Capacity | None = None) -> SavedSearch:
    """A search saved an hour ago."""
    by = by or oneself(UserFactory(language="en"))
    return saved.save(name, QueryDict(query), at=timezone.now() - HOUR, by=by)


def told() -> list[tuple[User, str]]:
    rows = Message.objects.filter(kind="saved_search").order_by("pk")
    return [(row.recipient, row.url) for row in rows]


def at(minutes: int = 0) -> datetime:
    return timezone.now() + timedelta(minutes=minutes)


def test_a_new_round_that_matches_is_told_once() -> None:
    search = kept()
    tell_of_matches(at())
    assert told() == []
    round_ = RoundFactory(program__kind="voucher")
    RoundFactory(program__kind="loan")
    for minutes in range(1, 4):
        tell_of_matches(at(minutes))
    address = f"/programs/{round_.program.slug}/?round={round_.pk}"
    assert told() == [(search.user, address)]
    message = Message.objects.get(kind="saved_search")
    assert message.subject == f"New for “券”: {round_.program.title_en}"
    assert DigestEntry.objects.get().message == message


def test_what_matched_when_it_was_saved_is_not_told() -> None:
    RoundFactory(program__kind="voucher")
    kept()
    tell_of_matches(at())
    assert told() == []
    assert list(Hit.objects.values_list("told", flat=True)) == [False]


def test_a_program_that_comes_to_match_later_is_told() -> None:
    round_ = RoundFactory(program__kind="loan")
    kept()
    tell_of_matches(at())
    round_.program.kind = "voucher"
    round_.program.save()
    tell_of_matches(at(1))
    assert len(told()) == 1


def test_a_round_to_come_is_told_when_it_opens_to_who_asked_for_open_ones() -> None:
    now = timezone.now()
    RoundFactory(program__kind="voucher", opens_at=now + DAY, closes_at=now + 9 * DAY)
    kept("kind=voucher&phase=open")
    tell_of_matches(now)
    assert told() == []
    tell_of_matches(now + 2 * DAY)
    assert len(told()) == 1


def test_a_moved_deadline_is_not_told_again() -> None:
    kept()
    round_ = RoundFactory(program__kind="voucher")
    tell_of_matches(at())
    move_deadline(round_.pk, timezone.now() + 40 * DAY, "", administrator())
    tell_of_matches(at(1))
    assert len(told()) == 1


def test_a_round_is_told_from_its_publication_on() -> None:
    kept()
    draft = RoundFactory(program__kind="voucher", draft=True)
    tell_of_matches(at())
    assert told() == []
    type(draft).objects.filter(pk=draft.pk).update(
        status="published", published_at=at(), published_by=administrator()
    )
    tell_of_matches(at(1))
    assert len(told()) == 1


def test_closed_rounds_are_no_news() -> None:
    kept()
    RoundFactory(program__kind="voucher", closed=True)
    tell_of_matches(at())
    assert told() == []


def test_a_pause_tells_nothing_and_what_came_meanwhile_stays_untold() -> None:
    search = kept()
    me = oneself(search.user)
    saved.pause(search.pk, at=at(), by=me)
    RoundFactory(program__kind="voucher")
    tell_of_matches(at(1))
    saved.resume(search.pk, at=at(2), by=me)
    tell_of_matches(at(3))
    assert told() == []
    RoundFactory(program__kind="voucher")
    tell_of_matches(at(4))
    assert len(told()) == 1


def test_one_filter_that_fails_stops_no_other(monkeypatch) -> None:
    from programs.finding import alerts

    kept("kind=loan")
    kept("kind=voucher")
    RoundFactory(program__kind="voucher")
    find = alerts.live_rounds

    def failing(query, now):
        if query == "kind=loan":
            raise ValueError(query)
        return find(query, now)

    monkeypatch.setattr(alerts, "live_rounds", failing)
    tell_of_matches(at(1))
    assert len(told()) == 1


def test_who_wants_no_mail_reads_it_in_the_portal() -> None:
    search = kept()
    choose({"saved_searches": Choice(email=False, sms=False)}, by=oneself(search.user))
    RoundFactory(program__kind="voucher")
    tell_of_matches(at(1))
    assert (len(told()), Delivery.objects.count()) == (1, 0)


def test_a_closed_account_is_told_nothing() -> None:
    search = kept()
    User.objects.filter(pk=search.user.pk).update(is_active=False)
    RoundFactory(program__kind="voucher")
    tell_of_matches(at(1))
    assert told() == []


def test_fifty_can_be_kept_and_the_sentence_says_what_to_do() -> None:
    me = oneself(UserFactory(language="en"))
    rows = [SavedSearch(user=me.user, name=f"n{n}") for n in range(saved.MOST)]
    SavedSearch.objects.bulk_create(rows)
    with pytest.raises(Refused, match="50"):
        kept(by=me)
    saved.delete(me.user.saved_searches.all()[0].pk, by=me)
    assert kept(by=me).name == "券"


def test_a_name_is_needed_and_used_once() -> None:
    first = kept()
    me = oneself(first.user)
    for name in ("", "  ", "券", "长" * 81):
        with pytest.raises(Refused):
            kept(name=name, by=me)
    second = kept(name="第二", by=me)
    with pytest.raises(Refused):
        saved.rename(second.pk, "券", by=me)
    assert saved.rename(second.pk, " 第 三 ", by=me).name == "第 三"
    with pytest.raises(IntegrityError, match="saved_search_name_once"), transaction.atomic():
        SavedSearch.objects.create(user=me.user, name="券")


def test_what_the_filter_does_not_know_is_refused_and_the_rest_has_one_order() -> None:
    with pytest.raises(ValidationError):
        kept("kind=nothing")
    search = kept("page=3&q=+检测&kind=voucher&kind=loan&ordering=title")
    assert search.query == kept("kind=loan&kind=voucher&q=检测").query


def test_another_person_s_search_does_not_exist() -> None:
    search, other = kept(), oneself()
    for act in (
        lambda: saved.rename(search.pk, "x", by=other),
        lambda: saved.pause(search.pk, at=at(), by=other),
        lambda: saved.resume(search.pk, at=at(), by=other),
        lambda: saved.delete(search.pk, by=other),
    ):
        with pytest.raises(Http404):
            act()


def test_a_copy_of_one_s_data_holds_them_and_closing_the_account_forgets_them() -> None:
    search = kept()
    follow(ProgramFactory().slug, at=at(), by=oneself(search.user))
    held = {section.key: list(section.rows(search.user)) for section in sections()}
    assert [row["名称"] for row in held["finding.savedsearch"]] == ["券"]
    make_nameless(search.user, at())
    assert (SavedSearch.objects.count(), Hit.objects.count(), Follow.objects.count()) == (0, 0, 0)


def test_looking_takes_as_many_queries_for_three_people_with_one_filter(
    django_assert_num_queries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            tell_of_matches(timezone.now())
        return len(queries)

    kept()
    one = count()
    for _n in range(2):
        kept()
    assert count() == one
