"""A rubric is published once it is without fault, and stays as it is."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.panels.models import Rubric
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.ui.formats.amounts import trimmed
from portal.ui.texts import localized

WHOLE = Decimal(100)


def faults(rubric: Rubric) -> list[str]:
    """What is wrong with it: weights that are no hundred, grades that leave points without one."""
    criteria = list(rubric.criteria.prefetch_related("bands"))
    found = []
    weights = sum((row.weight for row in criteria), Decimal(0))
    if weights != WHOLE:
        found.append(_("The weights make %(sum)s percent, not 100.") % {"sum": trimmed(weights)})
    for row in criteria:
        floors = [band.floor for band in row.bands.all()]
        if floors and min(floors) != 0:
            text = _("%(name)s: the lowest grade begins at %(floor)s points; let it begin at 0.")
            found.append(text % {"name": localized(row, "name"), "floor": trimmed(min(floors))})
        if floors and max(floors) > row.maximum:
            text = _("%(name)s: a grade begins above the most points.")
            found.append(text % {"name": localized(row, "name")})
    return found


@transaction.atomic
def publish(pk: int, *, by: Capacity, at: datetime | None = None) -> Rubric:
    """Fix the rubric. Refused with everything that is wrong."""
    rows = Rubric.objects.visible_to(by).select_for_update(of=("self",))
    rubric = rows.filter(pk=pk).first()
    if rubric is None:
        raise Http404
    if rubric.published_at:
        raise Refused(_("This rubric is published already."))
    if found := faults(rubric):
        raise Refused(" ".join(found))
    rubric.published_at = at or timezone.now()
    rubric.save(update_fields=["published_at"])
    return rubric
