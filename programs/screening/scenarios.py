"""The one door for scenarios: keep, share, delete."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.screening.models import Scenario
from programs.screening.whatif_access import Subject
from programs.screening.whatif_thresholds import Changes, plain

MOST = 50  # of one person for one rule set
NAME_LENGTH = 60


@transaction.atomic
def keep(
    subject: Subject, name: str, changes: Changes, amount: Decimal | None, shared: bool, *, by: Capacity
) -> Scenario:
    """Save a setting under a name; one of the same name by the same person is replaced."""
    name = name.strip()
    if not name:
        raise Refused(_("Give the scenario a name."))
    if len(name) > NAME_LENGTH:
        raise Refused(_("A name has at most %(n)d characters.") % {"n": NAME_LENGTH})
    own: dict[str, Any] = {"by": by.user, "program": subject.program, "round": subject.round}
    mine = Scenario.objects.select_for_update(of=("self",)).filter(**own)
    if len(mine) >= MOST and not any(row.name == name for row in mine):
        raise Refused(_("You have %(n)d scenarios here. Delete one first.") % {"n": MOST})
    values = {
        "changes": {address: plain(value) for address, value in changes.items()},
        "amount": amount,
        "shared": shared,
        "department": by.department,
        "saved_at": timezone.now(),
    }
    return Scenario.objects.update_or_create(**own, name=name, defaults=values)[0]


@transaction.atomic
def share(pk: int, shared: bool, *, by: Capacity) -> Scenario:
    """Show one's own scenario to the department, or no longer."""
    row = _own(pk, by)
    row.shared = shared
    row.save(update_fields=["shared"])
    return row


@transaction.atomic
def delete(pk: int, *, by: Capacity) -> Scenario:
    """Delete one's own scenario."""
    row = _own(pk, by)
    row.delete()
    return row


def _own(pk: int, by: Capacity) -> Scenario:
    """Raises Scenario.DoesNotExist for one that is not to be seen, Refused for a colleague's."""
    rows = Scenario.objects.visible_to(by).select_related("program", "round")
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.by_id != by.user.pk:
        raise Refused(_("It belongs to %(person)s, who alone changes it.") % {"person": row.by})
    return row
