from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "programs.forms"
    label = "forms"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """A round is published with a complete form, and publishing pins it."""
        from programs.catalog.gaps import FORM
        from programs.catalog.services import register_gap_check, register_on_publish
        from programs.forms.services import form_gaps, pin_on_publish

        register_gap_check(form_gaps, FORM)
        register_on_publish(pin_on_publish)
