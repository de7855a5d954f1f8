"""People, departments, posts, capacities, sign-in and API tokens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = _("People and departments")

    def ready(self) -> None:
        """The to-do page enters the navigation of everybody who has no workbench; sign-in is followed."""
        from django.core.checks import Tags
        from django.core.checks import register as register_check

        from portal.accounts import following, permissions, todo
        from portal.accounts.checks import offices_take_a_second_step
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.ui.navigation import NavItem, register

        for shell in ("firm", "expert", "auditor", "admin"):
            register(shell, NavItem("todo", _("To do"), "dashboard", "list-check", 10, todo.waiting))
        people = _("People of the department")
        for shell in ("official", "admin"):
            register(shell, NavItem("people", people, "department_people", "users", 80, None, "manage"))
        register_rules(permissions.RULES)
        register_area(Area("account", _("My account"), ("me", "tokens", "auth"), personal=True))
        following.connect()
        register_check(offices_take_a_second_step, Tags.security, deploy=True)
