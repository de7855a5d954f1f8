from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsConfig(AppConfig):
    name = "programs.forms"
    label = "forms"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """A round is published with a complete form, and publishing pins it."""
        from portal.accounts.editing import register_work
        from portal.api.permissions import register_rules
        from portal.files.targets import register_target
        from programs.catalog.gaps import FORM
        from programs.catalog.services import register_gap_check, register_on_publish
        from programs.forms import permissions, sources
        from programs.forms.builder import trial_files
        from programs.forms.builder.keeping import keep_all
        from programs.forms.models import Choice, Form, FormVersion, LibraryQuestion, Question, Section
        from programs.forms.services import form_gaps, pin_on_publish

        keep_all()
        register_rules(permissions.RULES)
        register_target(trial_files.TARGET, trial_files.FileQuestion())
        for model in (Form, Section, Question, Choice, LibraryQuestion):
            register_work(model, "view", "add", "change", "delete")
        register_work(FormVersion, "view")
        register_gap_check(form_gaps, FORM)
        register_on_publish(pin_on_publish)
        sources.register_own()
