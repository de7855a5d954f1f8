from uuid import UUID

from django.db import connection
from django.http import Http404

from applications.intake.models import Application
from portal.accounts.capacities import Capacity

RELATED = ("round__department", "round__program", "organization", "person", "form_version", "station")


def locked(application_id: UUID, capacity: Capacity | None) -> Application:
    """The application under its row lock; 404 when the reader may not see it. No capacity: the portal."""
    rows = Application.objects.all() if capacity is None else Application.objects.visible_to(capacity)
    application = (
        rows.select_for_update(of=("self",), no_key=True)
        # Not the case officer: a join shows who it was before the lock was waited for.
        .select_related(*RELATED)
        .filter(pk=application_id)
        .first()
    )
    if application is None:
        raise Http404
    return application


def share_round(application: Application) -> None:
    """Read the deadline under FOR SHARE: a moving deadline (FOR UPDATE) and a submission take turns."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT opens_at, closes_at, grace_minutes, needs_verification FROM catalog_round"
            " WHERE id = %s FOR SHARE",
            [application.round_id],
        )
        row, round_ = cursor.fetchone(), application.round
    round_.opens_at, round_.closes_at, round_.grace_minutes, round_.needs_verification = row
