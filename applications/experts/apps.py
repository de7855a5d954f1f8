from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "applications.experts"
    label = "experts"
    verbose_name = _("Experts")

    def ready(self) -> None:
        """Take part in the navigation, the clock and the inbox."""
        from applications.experts import permissions, privacy, services, telling
        from applications.experts.expiry import ListingSource
        from portal.accounts.scopes import READ, Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.inbox.reminders import register_source
        from portal.ui.navigation import NavItem, register
        from programs.catalog.rules import handles_rounds

        when = handles_rounds
        pool = NavItem("experts", _("Experts"), "expert_list", "users", 60, None, "manage", when=when)
        for shell in ("official", "auditor", "admin"):
            register(shell, pool)
        own = NavItem("expert_file", _("My file as an expert"), "expert_file", "user", 60)
        register("expert", own)
        register_rules(permissions.RULES)
        register_area(Area("experts", _("Experts"), ("experts",), (READ,)))
        telling.register_all()
        privacy.register_all()
        register_source(telling.EXPIRING, ListingSource())
        register_job(services.expire_listings)
