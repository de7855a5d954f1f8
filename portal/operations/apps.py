from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "portal.operations"
    label = "operations"
    verbose_name = _("Operation")

    def ready(self) -> None:
        """Logs, figures, reports of errors."""
        from django.conf import settings
        from django.contrib.auth import signals

        from portal.api.permissions import register_rules
        from portal.inbox.jobs import register_job
        from portal.operations import anchors, figures, logs, measuring, permissions, row_figures, tasks_log

        logs.configure()
        signals.user_logged_in.connect(figures.signed_in, dispatch_uid="operations.signed_in")
        signals.user_login_failed.connect(figures.sign_in_failed, dispatch_uid="operations.sign_in_failed")
        row_figures.register_all()
        register_rules(permissions.RULES)
        register_job(anchors.take)
        register_job(measuring.ask_for_a_page)
        tasks_log.connect()
        if settings.SENTRY_DSN:
            from portal.operations import reports

            reports.start(settings.SENTRY_DSN)
