from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RankingConfig(AppConfig):
    name = "applications.ranking"
    label = "ranking"
    verbose_name = _("Ranking")

    def ready(self) -> None:
        from applications.ranking import outcomes, permissions, similar
        from portal.accounts.scopes import READ, Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.privacy import held
        from portal.ui.navigation import NavItem, register
        from programs.catalog.rules import handles_rounds

        outcomes.register_all()
        register_job(outcomes.carry_out_all)
        held.covered.add("ranking.ranking")  # its scores name who reviewed
        register_job(similar.work)
        register_rules(permissions.RULES)
        register_area(Area("rankings", _("Rankings"), ("rankings",), (READ,)))
        label = _("Collective decisions")
        item = NavItem("rankings", label, "rankings", "list-numbers", 40, when=handles_rounds)
        register("official", item)
