from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "programs.finding"
    label = "finding"
    verbose_name = _("Finding programs")

    def ready(self) -> None:
        from portal.accounts.scopes import Area, register_area
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from programs.finding import alerts, permissions, privacy

        register_area(Area("saved-searches", _("Saved searches"), ("saved-searches",), personal=True))
        alerts.register_all()
        privacy.register_all()
        register_job(alerts.tell_of_matches)
        register_rules(permissions.RULES)
