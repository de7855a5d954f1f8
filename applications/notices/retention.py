"""Who objected is forgotten when its period has passed: what was said and answered stays."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from applications.notices.models import Objection, ObjectionFile
from portal.privacy.registry import Kind, register_retention


@transaction.atomic
def objectors(before: datetime, count_only: bool, limit: int) -> int:
    """Empty names, numbers and contacts of objections answered long ago; their files name them too and go."""
    old = Objection.objects.filter(answered_at__lt=before).exclude(identity="")
    if count_only:
        return old.count()
    chosen = Objection.objects.filter(pk__in=list(old.order_by("pk").values_list("pk", flat=True)[:limit]))
    ObjectionFile.objects.filter(objection__in=chosen).delete()
    return chosen.update(name="", identity="", contact="")


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_retention(Kind("objectors", _("Who objected to a notice"), "erase", objectors))
