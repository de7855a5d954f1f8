from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "programs.publishing"
    label = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        """Stand at the gate, take part in the clock and send messages."""
        from portal.accounts import todo
        from portal.accounts.editing import register_work
        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from programs.catalog.gaps import DATES, register_gap_check
        from programs.catalog.gates import register_earlier_gate, register_gate
        from programs.catalog.models import Extension
        from programs.catalog.row_tools import register_tools
        from programs.policies.beginnings import register_beginning
        from programs.publishing import entrances, messages, permissions
        from programs.publishing.deadlines import earlier_gate
        from programs.publishing.gate import gate
        from programs.publishing.guiding import gap_of_dates
        from programs.publishing.jobs import propose_extensions, publish_what_is_due
        from programs.publishing.models import Guide, Order

        register_work(Guide, "view", "add", "change", "delete")
        register_work(Order, "view")
        register_work(Extension, "view")
        register_rules(permissions.RULES)
        register_gate(gate)
        register_earlier_gate(earlier_gate)
        register_gap_check(gap_of_dates, DATES)
        register_job(publish_what_is_due)
        register_job(propose_extensions)
        register_tools(entrances.tools)
        register_beginning(entrances.beginning)
        todo.register(entrances.todos)
        messages.register_all()
