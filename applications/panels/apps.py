from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PanelsConfig(AppConfig):
    name = "applications.panels"
    label = "panels"
    verbose_name = _("Panels and reviews")

    def ready(self) -> None:
        """Take part in the navigation and the inbox; an expert review ends when all of it is handed in."""
        from applications.intake.beside import register_way
        from applications.intake.rules import register_requirement
        from applications.panels import avoiding, permissions, reminding, telling, todo
        from applications.panels.expert_views import open_reviews
        from applications.panels.row_tools import rubrics_of
        from applications.panels.rules import unfinished
        from portal.accounts.scopes import Area, register_area
        from portal.accounts.todo import register as register_todo
        from portal.api.permissions import register_rules
        from portal.ui.navigation import NavItem, register
        from programs.catalog.row_tools import register_tools
        from programs.catalog.rules import handles_rounds

        mine = NavItem("my_reviews", _("My reviews"), "my_reviews", "clipboard-check", 5, open_reviews)
        register("expert", mine)
        label, when = _("Expert review"), handles_rounds
        panels = NavItem("panels", label, "panel_list", "clipboard-check", 20, todo.overdue, when=when)
        for shell in ("official", "auditor"):
            register(shell, panels)
        register_rules(permissions.RULES)
        register_area(Area("panels", _("Panels of experts"), ("panels",), reviewed=True))
        register_area(Area("expert-reviews", _("Reviews as an expert"), ("reviews",)))
        telling.register_all()
        reminding.register_all()
        register_todo(todo.of_expert)
        register_requirement("conclude_review", unfinished)
        register_way(avoiding.way_to_avoid)
        register_tools(rubrics_of)
