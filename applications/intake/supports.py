"""Money granted is written into the organization's file, in the transaction of the decision."""

from collections.abc import Collection

from django.utils import timezone

from applications.intake.models import Application, ApplicationEvent
from applications.intake.workflow import Status
from portal.facts.models import Origin, SupportReceived
from portal.ui.texts import localized
from programs.catalog.models import Program


def keep_support(application: Application, event: ApplicationEvent) -> None:
    """Hears every action; an award to an organization counts as support received, once, and no longer when
    the decision is taken up again."""
    if event.from_status == Status.APPROVED and event.to_status == Status.ACCEPTED:
        SupportReceived.objects.filter(source=application.number, origin=Origin.APPLICATION).delete()
        return
    if event.to_status != Status.APPROVED or application.organization_id is None:
        return
    if not application.amount_approved:
        return
    program = application.round.program
    SupportReceived.objects.get_or_create(
        source=application.number,
        defaults={
            "organization_id": application.organization_id,
            "program": program.slug,
            "group": program.exclusion_group,
            "granted_on": timezone.localdate(event.at),
            "amount": application.amount_approved,
            "origin": Origin.APPLICATION,
            "stated_at": event.at,
        },
    )


def titles(names: Collection[str]) -> dict[str, str]:
    """Programs by short name, as the reader calls them."""
    return {row.slug: localized(row, "title") for row in Program.objects.filter(slug__in=names)}
