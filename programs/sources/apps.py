from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SourcesConfig(AppConfig):
    name = "programs.sources"
    label = "sources"
    verbose_name = _("Policy files")

    def ready(self) -> None:
        from portal.inbox.jobs import register_job
        from programs.sources.citations import of_policies, register_citations
        from programs.sources.services.reading import read_waiting

        register_job(read_waiting)
        register_citations(of_policies)
