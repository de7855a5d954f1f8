from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "programs.policies"
    label = "policies"
    verbose_name = _("Policy documents")

    def ready(self) -> None:
        from portal.accounts.scopes import READ, Area, register_area
        from portal.ui.navigation import NavItem, register
        from programs.policies import findable, holding
        from programs.policies.keeping import keep_all

        register("public", NavItem("policies", _("Policies"), "policy_list", "books", 30))
        for shell in ("official", "auditor", "admin"):
            register(shell, NavItem("policies", _("Policies"), "policy_list", "books", 230, group="manage"))
            behind = NavItem("coverage", _("Coverage"), "policy_coverage", "checks", 231, group="manage")
            register(shell, behind)
        # Of the whole floor.
        public = ("programs", "rounds", "policies", "measures", "rules", "targets", "search")
        register_area(Area("catalog", _("Programs and policies"), public, (READ,)))
        findable.connect()
        holding.connect()
        keep_all()
