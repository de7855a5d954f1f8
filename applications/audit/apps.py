from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "applications.audit"
    label = "audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        from applications.audit import permissions
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.ui.navigation import NavItem, register

        register_rules(permissions.RULES)
        register_area(Area("samples", _("Samples"), ("samples",)))
        register("auditor", NavItem("samples", _("Samples"), "audit_samples", "list-check", 30))
