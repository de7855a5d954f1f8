from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    name = "portal.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")

    def ready(self) -> None:
        """Owners hear of a webhook that was switched off; tokens can be given webhooks."""
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.backlog import Outbox, register_outbox
        from portal.inbox.kinds import register_kinds
        from portal.webhooks import permissions
        from portal.webhooks.checks import loopback_is_off
        from portal.webhooks.models import to_send
        from portal.webhooks.services import MESSAGE_KIND

        register_rules(permissions.RULES)
        why = _("You own an organization: one of its webhooks takes no events any more.")
        register_kinds("webhooks", _("Webhooks"), [MESSAGE_KIND], why=why)
        register_area(Area("webhooks", _("Webhooks"), ("webhooks",)))
        register_outbox(
            Outbox("webhooks", _("Events for webhooks"), to_send, "admin:webhooks_dispatch_changelist", {})
        )
        register(loopback_is_off, Tags.security, deploy=True)
