"""The tree of departments."""

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext as _

from portal.accounts.models import Department
from portal.api.problems import Refused


@transaction.atomic
def save_department(department: Department) -> None:
    """Save a department; when it moved, everything below it moves along.

    The departments are few: all are locked, so that two moves at once cannot make a circle.
    """
    rows = {row.pk: row for row in Department.objects.select_for_update().order_by("pk")}
    before = rows.get(department.pk)
    if department.parent_id:
        department.parent = rows[department.parent_id]
    if before and department.parent and department.parent.path.startswith(before.path):
        raise Refused(_("A department cannot be placed below itself."))
    department.save()
    if before and before.path != department.path:
        below = Department.objects.filter(path__startswith=before.path).exclude(pk=department.pk)
        below.update(path=Concat(Value(department.path), Substr("path", len(before.path) + 1)))
