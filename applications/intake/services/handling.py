"""With whom in the department an application lies. Never bumps the applicant's revision."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.rules import assigning_refusal
from applications.intake.services.locking import locked
from applications.intake.workflow import IN_HAND, Status
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, Post, User
from portal.accounts.queues import Item
from portal.accounts.services import recipient
from portal.api.problems import Refused
from portal.history.services import Actor, record

OPEN = IN_HAND


@transaction.atomic
def assign(application_id: UUID, to: User | None, *, capacity: Capacity, at: datetime) -> Application:
    """Give an application to a colleague or take it; None puts it back to the department.

    While the colleague is on leave it goes to their deputy. Raises Refused with the sentence.
    """
    application = locked(application_id, capacity)
    if sentence := assigning_refusal(application, to, capacity):
        raise Refused(sentence)
    department = application.round.department
    if to is not None and not Post.objects.in_force().filter(user=to, department=department).exists():
        raise Refused(_("%(person)s has no post in this department. Choose a colleague.") % {"person": to})
    give(application, recipient(to, department) if to else None, by=capacity, at=at)
    return application


def give(application: Application, to: User | None, *, by: Actor | None, at: datetime) -> None:
    """Write with whom the application lies, and its event, under the caller's lock."""
    before, after = application.handler_id, to.pk if to else None
    if before == after:
        return
    application.handler = to
    Application.objects.filter(pk=application.pk).update(handler=to)
    record(
        ApplicationEvent,
        application,
        kind="handler_changed",
        capacity=by,
        at=at,
        payload={"from": before, "to": after},
        from_status=application.status,
        to_status=application.status,
    )


def redirect_to_deputy(application: Application, event: ApplicationEvent) -> None:
    """What comes back while its case officer is on leave goes to the deputy; hears every action."""
    if event.to_status != Status.SUBMITTED or application.handler is None:
        return
    heir = recipient(application.handler, application.round.department)
    give(application, heir, by=None, at=event.at)


class Handled:
    """The applications that lie with an official, for hand-overs."""

    def of(self, user: User, department: Department) -> Sequence[Item]:
        """Those still open, by number."""
        rows = self.rows(user, department).select_related("organization", "person", "round__program")
        return [
            Item(f"{row.number} {row.applicant_name}", reverse("review_application", args=[row.pk]))
            for row in rows.order_by("number")
        ]

    def hand_over(
        self, user: User, department: Department, to: User | None, *, by: Actor | None, at: datetime
    ) -> int:
        """All of them, each with its event; to a colleague on leave only where `user` stands in for them."""
        rows = self.rows(user, department).order_by("pk").select_for_update(of=("self",), no_key=True)
        found = list(rows)
        heir = recipient(to, department) if to else None
        heir = to if heir == user else heir
        for application in found:
            give(application, heir, by=by, at=at)
        return len(found)

    def rows(self, user: User, department: Department) -> QuerySet[Application]:
        """What is not decided yet."""
        return Application.objects.filter(handler=user, round__department=department, status__in=OPEN)
