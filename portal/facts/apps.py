from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FactsConfig(AppConfig):
    name = "portal.facts"
    label = "facts"
    verbose_name = _("Files of organizations")

    def ready(self) -> None:
        """What stands on an organization is stated with it; each day brings what begins to hold."""
        from portal.api.permissions import register_rules
        from portal.facts import asking, permissions, telling, texts
        from portal.facts.current import refresh
        from portal.facts.expiry import LibrarySource
        from portal.facts.keeping import keep_many
        from portal.inbox.jobs import register_job
        from portal.inbox.reminders import register_source
        from portal.organizations.events import register_details
        from portal.organizations.keeping import register_keeper
        from portal.organizations.starting import register_start

        register_keeper(keep_many)
        register_details(telling.details)
        register_start(asking.first_values, asking.nothing_more)
        register_job(refresh)
        register_rules(permissions.RULES)
        texts.register_all()
        register_source(texts.EXPIRING, LibrarySource())
