from django.db import models
from django.utils.translation import gettext_lazy as _

from applications.intake.models.applications import Application
from applications.intake.workflow import Status
from portal.history.models import ChainedEvent


class ApplicationEvent(ChainedEvent):
    """The append-only timeline of an application."""

    subject = models.ForeignKey(
        Application, models.PROTECT, related_name="events", verbose_name=_("application")
    )
    from_status = models.CharField(_("from status"), max_length=12, choices=Status, blank=True)
    to_status = models.CharField(_("to status"), max_length=12, choices=Status, blank=True)

    class Meta(ChainedEvent.Meta):
        verbose_name = _("application event")
        verbose_name_plural = _("application events")
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="application_event_seq")]
