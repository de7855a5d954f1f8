"""Who acted in an event and for whom, found for a whole history at once."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from applications.intake.models import ApplicationEvent
from portal.accounts.models import Post, User

DEPUTY = re.compile(r":for:(\d+)$")  # of a deputy's capacity


class People:
    """The people that events name by number: at most two queries, none where nobody is."""

    def __init__(self, events: Iterable[ApplicationEvent]) -> None:
        rows = list(events)
        posts = {int(found[1]) for row in rows if (found := DEPUTY.search(row.capacity))}
        ids = {pk for row in rows for name in ("from", "to") if (pk := (row.payload or {}).get(name))}
        stood_in_for = Post.objects.filter(pk__in=posts).select_related("user") if posts else ()
        self.holders = {post.pk: str(post.user) for post in stood_in_for}
        self.names = {user.pk: str(user) for user in User.objects.filter(pk__in=ids)} if ids else {}

    def who(self, event: ApplicationEvent) -> str:
        """The person who acted, a deputy with whom they stood in for, or the portal."""
        if event.actor is None:
            return _("The portal")
        deputy = DEPUTY.search(event.capacity)
        if deputy is None:
            return str(event.actor)
        holder = self.holders.get(int(deputy[1]), "")
        return _("%(deputy)s for %(person)s") % {"deputy": event.actor, "person": holder}

    def handed_over(self, payload: dict[str, Any]) -> str:
        """From whom to whom an application went."""
        back = _("the department")
        before, after = (
            self.names.get(payload.get("from", 0), back),
            self.names.get(payload.get("to", 0), back),
        )
        return _("from %(before)s to %(after)s") % {"before": before, "after": after}
