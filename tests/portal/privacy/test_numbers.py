import base64
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal.accounts.capacities import own_capacity
from portal.api.problems import Refused
from portal.privacy import cipher, numbers
from portal.privacy.models import Reveal, SealedNumber
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NUMBER = "11010519491231002X"
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def key(letter: str) -> str:
    return base64.urlsafe_b64encode(letter.encode() * 32).decode()


@pytest.fixture(autouse=True)
def keys(settings) -> None:
    settings.IDENTITY_KEYS = key("a")


def revealed(kept: str) -> str:
    return numbers.reveal(kept, about="申请", reason="核对身份证件", by=own_capacity(UserFactory()), at=AT)


def whole_table() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT privacy_sealednumber::text, encode(token, 'escape') FROM privacy_sealednumber")
        return str(cursor.fetchall())


def test_nothing_readable_is_kept():
    kept = numbers.seal(NUMBER)
    assert NUMBER not in whole_table() + kept
    assert "19491231" not in whole_table() + kept
    assert numbers.public(kept) == "110***********002X"
    assert revealed(kept) == NUMBER


@pytest.mark.parametrize("value", [NUMBER, "", None, 7, "#", "110***********002X"])
def test_what_is_no_kept_form_is_never_shown(value):
    assert numbers.public(value) == "******"
    assert not numbers.is_kept(value)


def test_the_same_number_is_found_by_its_index_and_by_its_mask():
    kept = numbers.seal(NUMBER)
    assert numbers.same(kept, "110105 19491231 002x")
    assert numbers.same(kept, numbers.public(kept))
    assert not numbers.same(kept, "110105194912310021")
    assert SealedNumber.objects.filter(index__in=cipher.indexes(NUMBER)).count() == 1


def test_a_token_moved_to_another_row_does_not_open():
    first, second = numbers.seal(NUMBER), numbers.seal("110105194912310021")
    rows = {str(row.pk): row for row in SealedNumber.objects.all()}
    mine, other = rows[first.split("#")[1]], rows[second.split("#")[1].split("!")[0]]
    SealedNumber.objects.filter(pk=mine.pk).update(token=other.token)
    with pytest.raises(cipher.Unreadable):
        revealed(first)


def test_rotation_goes_on_where_it_was_stopped_and_old_keys_can_go(settings):
    kept = [numbers.seal(NUMBER) for _ in range(3)]
    settings.IDENTITY_KEYS = f"{key('b')},{key('a')}"
    assert numbers.rotate(batch=2) == 2
    assert numbers.same(kept[0], NUMBER)
    assert numbers.same(kept[2], NUMBER)
    call_command("rotate_identity_keys", "--batch", "1", verbosity=0)
    settings.IDENTITY_KEYS = key("b")
    assert [revealed(value) for value in kept] == [NUMBER] * 3
    assert SealedNumber.objects.filter(index=cipher.indexes(NUMBER)[0]).count() == 3


def test_rotation_without_the_old_key_says_so_and_changes_nothing(settings):
    numbers.seal(NUMBER)
    before = whole_table()
    settings.IDENTITY_KEYS = key("b")
    with pytest.raises(CommandError, match="Add the old key"):
        call_command("rotate_identity_keys")
    assert whole_table() == before


@pytest.mark.parametrize("text", ["", ",", "short", "§§§"])
def test_keys_that_are_none_are_refused(settings, text):
    settings.IDENTITY_KEYS = text
    with pytest.raises(ImproperlyConfigured):
        cipher.keys()


def test_a_look_needs_a_reason_and_is_written_down():
    kept, capacity = numbers.seal(NUMBER), own_capacity(UserFactory())
    with pytest.raises(Refused):
        numbers.reveal(kept, about="申请", reason=" 看 ", by=capacity, at=AT)
    assert not Reveal.objects.exists()
    numbers.reveal(kept, about="申请", reason="核对身份证件", by=capacity, at=AT)
    row = Reveal.objects.get()
    assert (row.user, row.reason, row.mask) == (capacity.user, "核对身份证件", "110***********002X")
    with pytest.raises(DatabaseError), transaction.atomic():
        Reveal.objects.update(reason="")


def test_an_erased_number_opens_nothing():
    kept = numbers.seal(NUMBER)
    assert numbers.erase([kept, None, "x"]) == 1
    with pytest.raises(Refused, match=r"erased|抹去|删除"):
        revealed(kept)
    assert numbers.public(kept) == "110***********002X"
