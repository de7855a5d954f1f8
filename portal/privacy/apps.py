from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "portal.privacy"
    label = "privacy"
    verbose_name = _("Privacy")

    def ready(self) -> None:
        """What waits for officials, what the clock starts, what is told and erased."""
        from django.contrib.auth.signals import user_logged_in

        from portal.api.permissions import register_rules
        from portal.files.finishing import finish_arrived, forget_abandoned
        from portal.files.quarantine import scan_waiting
        from portal.files.targets import register_waker
        from portal.files.tasks import FINISH
        from portal.inbox.hints import hint
        from portal.inbox.jobs import register_job
        from portal.privacy import checks, erasing, middleware, papers, permissions, todo
        from portal.privacy.services import closing, export, retention

        user_logged_in.connect(middleware.look_at_sign_in, dispatch_uid="privacy.look_at_sign_in")
        erasing.register_all()
        papers.register_all()
        todo.register_all()
        checks.register_all()
        register_rules(permissions.RULES)
        uploads = (finish_arrived, forget_abandoned, scan_waiting)
        for job in (*uploads, export.run, export.forget_expired, closing.run, retention.nightly):
            register_job(job)
        register_waker(lambda: hint(FINISH))
