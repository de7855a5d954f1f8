from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "portal.documents"
    label = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Look at the keys, and keep their public halves."""
        from portal.documents import checks, publishing

        checks.register_all()
        post_migrate.connect(publishing.remember_keys, sender=self, dispatch_uid="documents.keys")
