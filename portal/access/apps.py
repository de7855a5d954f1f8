from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "portal.access"
    label = "access"
    verbose_name = _("Access to data")

    def ready(self) -> None:
        """The auditor reads the log; who is written about finds it from the account and the file."""
        from portal.access import permissions
        from portal.access.services import person_opened
        from portal.accounts.department.people import register_listener
        from portal.api.permissions import register_rules
        from portal.ui.navigation import NavItem, register

        register_listener(person_opened)
        register_rules(permissions.RULES)
        register("auditor", NavItem("access", _("Access log"), "access_log", "eye", 70, None, "manage"))
