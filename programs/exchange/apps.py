from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "programs.exchange"
    label = "exchange"
    verbose_name = _("Spreadsheets")

    def ready(self) -> None:
        """Officials who edit programs exchange those too."""
        from portal.accounts.editing import register_work
        from portal.inbox.jobs import register_job
        from programs.exchange.models import Import
        from programs.exchange.working import work_through_files

        register_work(Import, "view", "add")
        register_job(work_through_files)
