"""Numbers of identity cards and bank accounts as they are kept: masked, with the id of the encrypted row.

Kept form: "310***********1234#<id>", of an account "********1234#<id>", followed by "!<fault>" where it is no
valid number. What is shown, sent and exported is the mask alone.
"""

import re
import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.privacy import cipher, residents
from portal.privacy.models import Reveal, SealedNumber

if TYPE_CHECKING:
    from portal.accounts.capacities import Capacity

_KEPT = re.compile(r"(?P<mask>[0-9X*]{6,18})#(?P<id>[0-9a-f-]{36})(?:!(?P<fault>[a-z]+))?")
_ACCOUNT = re.compile(r"[0-9]{8,32}")
LONGEST = 40  # what is longer is cut: no number has so many characters
SHORTEST_REASON = 5


def seal(text: str) -> str:
    """Encrypt what was typed, valid or not, and answer its kept form."""
    number = residents.normalized(text)[:LONGEST]
    return _sealed(number, residents.mask(number), residents.fault(number))


def seal_account(text: str) -> str:
    """Encrypt the number of a bank account, valid or not, and answer its kept form."""
    number = residents.normalized(text)[:LONGEST]
    valid = _ACCOUNT.fullmatch(number) is not None
    mask = f"{'*' * 8}{number[-4:]}" if valid else residents.mask("")
    return _sealed(number, mask, "" if valid else "shape")


def _sealed(number: str, mask: str, fault: str) -> str:
    row = SealedNumber(id=uuid.uuid4())
    row.key_id, row.token, row.index = cipher.encrypt(number, row.id.bytes)
    row.save(force_insert=True)
    return f"{mask}#{row.id}{f'!{fault}' if fault else ''}"


def is_kept(value: Any) -> bool:
    """Whether a value is a number in its kept form."""
    return isinstance(value, str) and _KEPT.fullmatch(value) is not None


def public(value: Any) -> str:
    """What may be shown and sent of a value: the mask of a kept number, of anything else nothing."""
    found = _KEPT.fullmatch(value) if isinstance(value, str) else None
    return found["mask"] if found else residents.mask("")


def fault(value: Any) -> str:
    """What is wrong with a kept number; "shape" for anything that is none."""
    found = _KEPT.fullmatch(value) if isinstance(value, str) else None
    return (found["fault"] or "") if found else "shape"


def same(kept: Any, typed: Any) -> bool:
    """Whether what was typed is the kept number: its mask as it was shown, or the number itself."""
    if not isinstance(typed, str) or not is_kept(kept):
        return False
    number = residents.normalized(typed)
    if typed == kept or number == public(kept):
        return True
    return SealedNumber.objects.filter(pk=_id(kept), index__in=cipher.indexes(number)).exists()


def reveal(kept: str, *, about: str, reason: str, by: "Capacity", at: datetime) -> str:
    """The number in clear, written down first. The caller has decided who may see it.

    Raises Refused without a reason, or where the number was erased.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise Refused(_("Say in a few words why you need the number: it is written down."))
    with transaction.atomic():
        row = SealedNumber.objects.filter(pk=_id(kept)).first()
        if row is None:
            raise Refused(_("This number has been erased."))
        number = cipher.decrypt(row.key_id, bytes(row.token), row.id.bytes)
        Reveal.objects.create(
            number_id=row.pk,
            mask=public(kept),
            about=about,
            reason=reason[:300],
            user=by.user,
            capacity=by.key,
            at=at,
        )
    return number


def is_there(kept: str) -> bool:
    """Whether the encrypted row of a kept form has not been erased."""
    return is_kept(kept) and SealedNumber.objects.filter(pk=_id(kept)).exists()


def erase(kept: Iterable[Any]) -> int:
    """Delete the encrypted rows: what keeps their ids then shows the mask and opens nothing."""
    ids = [_id(value) for value in kept if is_kept(value)]
    return SealedNumber.objects.filter(pk__in=ids).delete()[0]


def rotate(batch: int = 500) -> int:
    """Encrypt numbers under other keys again under the first; how many. Stopped and resumed at will."""
    with transaction.atomic():
        old = SealedNumber.objects.exclude(key_id=cipher.keys()[0].id)
        rows = list(old.select_for_update(of=("self",), skip_locked=True).order_by("key_id", "id")[:batch])
        for row in rows:
            number = cipher.decrypt(row.key_id, bytes(row.token), row.id.bytes)
            row.key_id, row.token, row.index = cipher.encrypt(number, row.id.bytes)
        SealedNumber.objects.bulk_update(rows, ["key_id", "token", "index"])
    return len(rows)


def id_of(kept: str) -> str:
    """Under which id a kept number is encrypted."""
    return str(_id(kept))


def twins(pk: str) -> list[uuid.UUID]:
    """The ids under which the same number is encrypted, this one included; none of an erased one."""
    same = SealedNumber.objects.filter(pk=pk).values("index")
    return list(SealedNumber.objects.filter(index__in=same).values_list("pk", flat=True))


def _id(kept: str) -> uuid.UUID:
    found = _KEPT.fullmatch(kept)
    assert found
    return uuid.UUID(found["id"])
