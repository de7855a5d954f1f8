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
        from portal.inbox.jobs import register_job
        from programs.catalog.gaps import DATES, register_gap_check
        from programs.catalog.gates import register_gate
        from programs.catalog.row_tools import register_tools
        from programs.publishing import entrances, messages
        from programs.publishing.gate import gate
        from programs.publishing.guiding import gap_of_dates
        from programs.publishing.jobs import publish_what_is_due
        from programs.publishing.models import Guide, Order

        register_work(Guide, "view", "add", "change", "delete")
        register_work(Order, "view")
        register_gate(gate)
        register_gap_check(gap_of_dates, DATES)
        register_job(publish_what_is_due)
        register_tools(entrances.tools)
        todo.register(entrances.todos)
        messages.register_all()
