from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "portal.importing"
    label = "importing"
    verbose_name = _("Imported lists")

    def ready(self) -> None:
        """The clock finds what a worker left."""
        from portal.importing.working import work_through_lists
        from portal.inbox.jobs import register_job

        register_job(work_through_lists)
