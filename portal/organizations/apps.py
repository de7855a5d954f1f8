"""The register: one file per organization."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "portal.organizations"
    label = "organizations"
    verbose_name = _("Organizations")

    def ready(self) -> None:
        """Capacities come from memberships; the pages enter the navigation."""
        from portal.accounts.capacities import register_provider
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.reminders import register_source
        from portal.organizations import permissions, texts, todo
        from portal.organizations.capacities import memberships
        from portal.organizations.expiry import ExpirySource
        from portal.organizations.navigation import register_entries

        register_provider(memberships)
        register_rules(permissions.RULES)
        register_area(Area("organizations", _("Organizations"), ("organizations",), reviewed=True))
        register_entries()
        todo.register_all()
        texts.register_all()
        register_source(texts.EXPIRING, ExpirySource())
