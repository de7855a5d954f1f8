from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "portal.inbox"
    label = "inbox"
    verbose_name = _("Messages")

    def ready(self) -> None:
        """The calendar is seeded after migrate; messages enter the header; deployment is checked."""
        from allauth.account.signals import email_confirmed

        from portal.accounts import phones
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox import addresses, calendar_seed, digests, permissions, sms, texts
        from portal.inbox.checks import demonstration_is_off
        from portal.inbox.navigation import register_entries

        post_migrate.connect(calendar_seed.seed, sender=self, dispatch_uid="inbox.calendar")
        email_confirmed.connect(addresses.on_confirmed, dispatch_uid="inbox.addresses")
        phones.register_sender(sms.leave, lambda: bool(sms.address()))
        register_entries()
        texts.register(digests.TEXT)
        register_rules(permissions.RULES)
        register_area(Area("messages", _("Messages"), ("messages", "reminders"), personal=True))
        register(demonstration_is_off, Tags.security, deploy=True)
