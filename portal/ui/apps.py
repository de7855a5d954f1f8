from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "portal.ui"
    label = "ui"
    verbose_name = _("Interface")

    def ready(self) -> None:
        """Help is the one public page that is ours."""
        from portal.ui.navigation import NavItem, register

        register("public", NavItem("help", _("Help"), "help", "help-circle", order=90))
