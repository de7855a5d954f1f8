from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "programs.screening"
    label = "screening"
    verbose_name = _("What organizations can get")

    def ready(self) -> None:
        from portal.accounts.scopes import READ, Area, register_area
        from portal.accounts.todo import register_panel
        from portal.api.permissions import register_rules
        from portal.facts.needs import register_needs
        from portal.organizations.starting import register_start
        from portal.ui.navigation import NavItem, register
        from programs.catalog.checks import register_checker
        from programs.eligibility.naming import register_programs
        from programs.screening import carrying, needing, permissions, program_part, whatif_entrances
        from programs.screening.titles import titles

        for shell, order in (("public", 25), ("firm", 35)):
            item = NavItem("screening", _("What can we get?"), "what_can_we_get", "list-check", order)
            register(shell, item)
        register_area(Area("screening", _("What organizations can get"), ("screening",), (READ,)))
        register_checker(program_part.check)
        register_start(carrying.remember, carrying.follow)
        register_panel(program_part.nearest)
        register_needs(needing.needs)
        register_programs(titles.title)
        register_rules(permissions.RULES)
        whatif_entrances.register_all()
