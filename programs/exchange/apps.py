from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "programs.exchange"
    label = "exchange"
    verbose_name = _("Spreadsheets")

    def ready(self) -> None:
        """Officials who edit programs exchange those too."""
        from portal.accounts.editing import register_work
        from programs.exchange.models import Import

        register_work(Import, "view", "add")
