from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "programs.catalog"
    label = "catalog"
    verbose_name = _("Programs")

    def ready(self) -> None:
        from portal.accounts.editing import register_work
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.calendar_dependents import register_finder
        from portal.ui.navigation import NavItem, register
        from programs.catalog import citations, following, permissions, refreshing, uses
        from programs.catalog.deadlines import misplaced_rounds
        from programs.catalog.holding import holders
        from programs.catalog.keeping import keep_all
        from programs.catalog.models import (
            ApprovalLevel,
            CommonQuestion,
            Condition,
            Program,
            RequiredDocument,
            Round,
            RoundChange,
            RoundStage,
        )
        from programs.policies.holding import register_holder
        from programs.policies.uses import register_uses
        from programs.sources.citations import register_citations

        for shell, order in (("public", 20), ("firm", 30)):
            register(shell, NavItem("programs", _("Find programs"), "program_list", "search", order))
        register("public", NavItem("home", _("Home"), "home", "home", 10))
        for shell in ("official", "auditor", "admin"):
            item = NavItem("programs", _("Programs"), "program_list", "folders", 210, group="manage")
            register(shell, item)
        register_area(Area("follows", _("Programs I follow"), ("follows",), personal=True))
        following.register_all()
        register_finder(misplaced_rounds)
        register_rules(permissions.RULES)
        register_uses(uses)
        register_holder(holders)
        register_citations(citations.citations)
        for model in (
            Program, Round, Condition, CommonQuestion, RequiredDocument, RoundStage, ApprovalLevel
        ):  # fmt: skip
            register_work(model, "view", "add", "change", "delete")
        register_work(RoundChange, "view")
        refreshing.connect()
        keep_all()
