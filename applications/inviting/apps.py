from datetime import datetime

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvitingConfig(AppConfig):
    name = "applications.inviting"
    label = "inviting"
    verbose_name = _("Invitations and entitlements")

    def ready(self) -> None:
        """Take part in starting applications, the clock, the to-do page and the inbox."""
        from applications.intake.services.start import register_limit
        from applications.inviting import services, texts, views
        from applications.inviting.models import Guest
        from portal.accounts.editing import register_work
        from portal.accounts.scopes import Area, register_area
        from portal.accounts.todo import register
        from portal.inbox.jobs import register_job

        register_limit(services.start_refusal)
        register_job(find_entitled)
        register(views.unconfirmed)
        register_work(Guest, "view", "add", "change", "delete")
        register_area(Area("entitlements", _("Entitlements"), ("entitlements",)))
        texts.register_all()


def find_entitled(now: datetime) -> None:
    """Look once a day who is entitled."""
    from applications.inviting.finding import find_all

    find_all(now)
