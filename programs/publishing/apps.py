from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "programs.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Stand at the gate, take part in the clock and send messages."""
        from portal.inbox.jobs import register_job
        from programs.catalog.gates import register_gate
        from programs.publishing import messages
        from programs.publishing.gate import gate
        from programs.publishing.jobs import publish_what_is_due

        register_gate(gate)
        register_job(publish_what_is_due)
        messages.register_all()
