from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.panels.models.panels import Panel
from portal.history.models import ChainedEvent


class PanelEvent(ChainedEvent):
    """What happened to a panel, its seats, assignments and reviews."""

    subject = models.ForeignKey(Panel, models.PROTECT, related_name="events", verbose_name=_("panel"))

    class Meta(ChainedEvent.Meta):
        verbose_name = _("panel event")
        verbose_name_plural = _("panel events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="panel_event_seq")]
