"""Saved views: what the workbench shows under a name, for oneself or for the department."""

from django.db import transaction
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from applications.review.models import SavedView
from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.api.problems import Refused

MOST = 20
KEPT = ("view", "q", "text", "round", "status", "tag", "ordering", "col")  # of the address


def kept(query: QueryDict) -> str:
    """The part of an address that a view keeps, always in the same order."""
    found = QueryDict(mutable=True)
    for name in KEPT:
        values = [value for value in query.getlist(name) if value]
        if values:
            found.setlist(name, values)
    return found.urlencode()


@transaction.atomic
def save(name: str, query: QueryDict, *, shared: bool, by: Capacity) -> SavedView:
    """Keep what is shown now; one's own view of the same name is replaced.

    Refused without a name and beyond MOST.
    """
    if by.department is None:
        raise Http404
    name, asked = " ".join(name.split()), kept(query)
    if not name or len(name) > 30:
        raise Refused(_("Give the view a name of at most 30 characters."))
    if len(asked) > 2000:
        raise Refused(_("These filters are too long to be kept. Shorten them."))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.user.pk)
    own = SavedView.objects.filter(department=by.department, owner=by.user)
    if own.exclude(name=name).count() >= MOST:
        raise Refused(
            _("You have %(n)d saved views, and no more can be kept. Delete one first.") % {"n": MOST}
        )
    return own.update_or_create(
        department=by.department, owner=by.user, name=name, defaults={"query": asked, "shared": shared}
    )[0]


def forget(pk: int, *, by: Capacity) -> None:
    """Delete a view of one's own; the head also deletes what colleagues share. 404 for any other."""
    rows = SavedView.objects.visible_to(by)
    if by.role != "head":
        rows = rows.filter(owner=by.user)
    if not rows.filter(pk=pk).delete()[0]:
        raise Http404
