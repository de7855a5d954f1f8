from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from portal.operations.figures import Sample


class IntakeConfig(AppConfig):
    name = "applications.intake"
    label = "intake"
    verbose_name = _("Applications")

    def ready(self) -> None:
        """Take part in the navigation, the to-do page, the clock, reminders and moved deadlines."""
        from applications.intake import (
            enclosing,
            jobs,
            messages,
            permissions,
            privacy,
            reminders,
            seal_reminders,
            texts,
            todo,
            webhooks,
        )
        from applications.intake.results import count_result
        from applications.intake.services import handling, joining, unsealed
        from applications.intake.services.transition import register_listener
        from applications.intake.supports import keep_support, titles
        from applications.intake.uploads import TARGET, FileQuestion
        from applications.intake.workflow import Status
        from portal.accounts import queues
        from portal.accounts.scopes import Area, register_area
        from portal.accounts.todo import register, register_panel
        from portal.api.permissions import register_rules
        from portal.facts.programs import register_titles
        from portal.files.targets import register_target
        from portal.inbox.enclosures import register_enclosure
        from portal.inbox.jobs import register_job
        from portal.inbox.reminders import register_source
        from portal.operations import figures
        from portal.ui import navigation
        from portal.webhooks.events import register_events
        from programs.catalog.services import register_on_deadline_moved
        from programs.screening.program_part import register_taken

        mine = navigation.NavItem("applications", _("My applications"), "application_list", "file-text", 20)
        navigation.register("firm", mine)
        every = navigation.NavItem("applications", _("Applications"), "application_list", "file-text", 20)
        navigation.register("auditor", every)
        paths = ("applications", "receipts", "receipt-keys", "events", "uploads")
        register_rules(permissions.RULES)
        register_area(Area("applications", _("Applications"), paths, reviewed=True))
        register(todo.waiting)
        register(todo.to_sign)
        register(todo.questions)
        register_panel(todo.latest)
        register_taken(todo.taken)
        register_job(jobs.close_uncorrected)
        register_job(jobs.hand_over_due)
        register_job(joining.join_due)
        register_target(TARGET, FileQuestion())
        queues.register(handling.Handled())
        register_listener(handling.redirect_to_deputy)
        register_listener(unsealed.handed_in)
        register_listener(count_result)
        register_listener(keep_support)
        register_titles(titles)
        register_events(webhooks.labels())
        register_listener(webhooks.announce)
        texts.register_all()
        privacy.register_all()
        register_source(reminders.DRAFT, reminders.DeadlineSource(reminders.DRAFT, Status.DRAFT))
        register_source(reminders.CORRECTION, reminders.DeadlineSource(reminders.CORRECTION, Status.RETURNED))
        register_enclosure("submitted", enclosing.receipt)
        register_source(seal_reminders.SEAL, seal_reminders.SealSource())
        register_on_deadline_moved(messages.tell_deadline_moved)
        register_on_deadline_moved(unsealed.deadline_moved)
        figures.register(figures.Figure("submissions", "Submissions taken in so far", handed_in))


def handed_in(now: datetime) -> "list[Sample]":
    """How often an application was handed in."""
    from applications.intake.models import Submission

    return [({}, Submission.objects.count())]
