"""Who is entitled: what the conditions of a round say of every file, in one query."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from itertools import batched
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from applications.inviting.models import Entitlement, Search
from applications.inviting.texts import ENTITLED
from portal.inbox.services import Note, Told, send_all
from portal.organizations.models import Membership
from portal.ui.texts import localized
from programs.catalog.models import Round
from programs.catalog.services import reference_year
from programs.catalog.stages import Mode
from programs.eligibility.context import Context
from programs.eligibility.querying import judged

CHUNK = 1000


def find_all(now: datetime) -> int:
    """Look once a day in every open round that needs no application; how many are newly found."""
    rounds = Round.objects.open_at(now).filter(mode=Mode.ENTITLEMENT).select_related("program")
    return sum(find_entitled(round_, now) for round_ in rounds.order_by("pk"))


@transaction.atomic
def find_entitled(round_: Round, now: datetime) -> int:
    """Keep who is entitled by now and tell them; once a day. Nobody where no condition can be tested."""
    day = timezone.localdate(now)
    search, new = Search.objects.get_or_create(round=round_, day=day)
    if not new:
        return 0
    tested = [row for row in round_.conditions.order_by("position", "pk") if row.test]
    if not tested:
        return 0
    entitled: Any = judged([row.test or {} for row in tested], Context(day, reference_year(round_)))
    rows = entitled.filter(verdict=True)
    known = Entitlement.objects.filter(round=round_).values("organization")
    ids = rows.exclude(organization__in=known).order_by("organization").values_list("organization", flat=True)
    for chunk in batched(ids.iterator(CHUNK), CHUNK):
        met = [row.pk for row in tested]
        made = Entitlement.objects.bulk_create(
            Entitlement(round=round_, organization_id=pk, found_at=now, conditions=met) for pk in chunk
        )
        search.found += len(made)
        send_all(_notes(round_, made), now)
    search.save(update_fields=["found"])
    return search.found


def _notes(round_: Round, rows: list[Entitlement]) -> Iterator[Note]:
    by_organization = {row.organization_id: row for row in rows}
    members = Membership.objects.filter(
        organization__in=by_organization, role__in=Membership.WRITERS, user__is_active=True
    )
    for member in members.select_related("user", "organization").order_by("pk"):
        row = by_organization[member.organization_id]
        tell = partial(_told, round_, member.organization.name, row)
        yield Note(member.user, ENTITLED, f"{ENTITLED}:{row.pk}:{member.user_id}", tell=tell)


def _told(round_: Round, name: str, row: Entitlement) -> Told:
    values = {
        "applicant": name,
        "program": localized(round_.program, "title"),
        "round": localized(round_, "name"),
    }
    return Told(values, reverse("entitlement", args=[row.pk]))
