from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.experts.models.people import Expert
from portal.history.models import ChainedEvent


class ExpertEvent(ChainedEvent):
    """History of an expert's place in the pool."""

    subject = models.ForeignKey(Expert, models.PROTECT, related_name="events", verbose_name=_("expert"))

    class Meta(ChainedEvent.Meta):
        verbose_name = _("expert event")
        verbose_name_plural = _("expert events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="expert_event_seq")]
