"""The one door for saved searches: save, rename, pause, resume, delete. They are their person's alone."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused
from portal.inbox.once import insert_new
from programs.finding.matching import checked, live_rounds
from programs.finding.models import Hit, SavedSearch

MOST = 50
ONCE = ("search", "round")


@transaction.atomic
def save(name: str, query: QueryDict, *, at: datetime, by: Capacity) -> SavedSearch:
    """Keep a filter under a name; what matches it now is known and not told.

    Refused without a name, for a name used already and beyond MOST; ValidationError for a value the filter
    does not know.
    """
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    if user.saved_searches.count() >= MOST:
        raise Refused(
            _("You have %(n)d saved searches, and no more can be kept. Delete one that you no longer need.")
            % {"n": MOST}
        )
    row = SavedSearch(user=user, name=_free(user, name), query=checked(query), since=at, checked_at=at)
    row.save()
    _know(row, at)
    return row


@transaction.atomic
def rename(pk: int, name: str, *, by: Capacity) -> SavedSearch:
    """Give it another name; refused without one and for one used already."""
    row = _locked(pk, by)
    row.name = _free(row.user, name, but=row.pk)
    row.save(update_fields=["name"])
    return row


@transaction.atomic
def pause(pk: int, *, at: datetime, by: Capacity) -> SavedSearch:
    """Tell nothing from now on; pausing twice changes nothing."""
    row = _locked(pk, by)
    if row.paused_at is None:
        row.paused_at = at
        row.save(update_fields=["paused_at"])
    return row


@transaction.atomic
def resume(pk: int, *, at: datetime, by: Capacity) -> SavedSearch:
    """Tell again what newly matches; what came during the pause is known and not told."""
    row = _locked(pk, by)
    if row.paused_at is not None:
        row.paused_at, row.checked_at = None, at
        row.save(update_fields=["paused_at", "checked_at"])
        _know(row, at)
    return row


@transaction.atomic
def delete(pk: int, *, by: Capacity) -> None:
    """Forget it with what it matched."""
    _locked(pk, by).delete()


def remember(search: SavedSearch, rounds: Iterable[int], at: datetime, *, told: bool) -> list[Hit]:
    """Write down that the rounds match the search; answers the rows that are new."""
    return insert_new([Hit(search=search, round_id=pk, at=at, told=told) for pk in rounds], ONCE)


def _know(row: SavedSearch, at: datetime) -> None:
    remember(row, live_rounds(row.query, at).values_list("pk", flat=True), at, told=False)


def _locked(pk: int, by: Capacity) -> SavedSearch:
    row = SavedSearch.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _free(user: User, name: str, but: int = 0) -> str:
    """The name without spaces around it, or a refusal."""
    name = " ".join(name.split())
    longest = SavedSearch._meta.get_field("name").max_length or 0
    if not name:
        raise Refused(_("Give the search a name, so that you know it again."))
    if len(name) > longest:
        sentence = _("The name has %(n)d characters; %(most)d are possible.")
        raise Refused(sentence % {"n": len(name), "most": longest})
    if user.saved_searches.exclude(pk=but).filter(name=name).exists():
        raise Refused(_("You have a saved search of this name already."))
    return name
