"""Applications as personal data: what is told, what keeps an account open, what is erased when."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.intake.models import AnswerChange, Application
from applications.intake.workflow import STATES, Status
from portal.accounts.models import User
from portal.privacy import held, numbers
from portal.privacy.registry import Facts, Kind, register_export, register_obstacle, register_retention
from programs.forms.kinds import kind_of
from programs.forms.kinds.base import label_of
from programs.forms.screens import questions
from programs.forms.validator import asks_privately, secrets

ENDED = [status for status, state in STATES.items() if state.ended]


def own_applications(user: User) -> Iterator[Facts]:
    """What the person applied for themselves or for their team, with every answer; numbers masked."""
    rows = Application.objects.filter(person=user).select_related("round__program", "form_version")
    for row in rows:
        answers = {
            label_of(question): kind_of(question).display(question, row.answers[question.key])
            for question in questions(row.form_version)
            if question.key in row.answers
        }
        yield {
            _("Number"): row.number or "",
            _("Program"): str(row.round.program),
            _("Status"): str(row.state.public_label),
            _("Started"): row.created_at,
            _("Submitted"): row.submitted_at,
            _("Answers"): answers,
            _("Files"): [attachment.name for attachment in row.attachments.all()],
            _("Messages"): [message.text for message in row.thread.all()],
        }


def open_applications(user: User) -> Iterator[str]:
    """A case that runs needs somebody to answer for it."""
    for row in Application.objects.filter(person=user).exclude(status__in=ENDED):
        yield _("Your application %(number)s is still open. Withdraw or discard it, or wait for its end.") % {
            "number": row.number or row.round.program.title
        }


def discarded_drafts(before: datetime, count_only: bool, limit: int) -> int:
    """Answers, files and numbers of discarded drafts that were never handed in."""
    dead = Application.objects.filter(status=Status.DISCARDED, changed_at__lt=before, submissions=None)
    dead = dead.exclude(answers={}, attachments=None, thread=None)
    if count_only:
        return dead.count()
    found = list(dead.order_by("pk").values_list("pk", flat=True)[:limit])
    for pk in found:
        _empty(pk)
    return len(found)


@transaction.atomic
def _empty(pk: UUID) -> None:
    row = Application.objects.select_for_update(of=("self",)).select_related("form_version").get(pk=pk)
    numbers.erase(_numbers(row))
    AnswerChange.objects.filter(application=row).delete()
    row.thread.all().delete()
    row.attachments.all().delete()
    row.joinings.all().delete()
    Application.objects.filter(pk=pk).update(answers={}, sources={}, amount_asked=None)


def ended_numbers(before: datetime, count_only: bool, limit: int) -> int:
    """Identity numbers of applications that ended; masks stay, so that receipts still verify."""
    ended = Application.objects.filter(
        Q(decided_at__lt=before) | Q(decided_at=None, changed_at__lt=before), status__in=ENDED
    )
    private = Q(form_version__screen__icontains='"id_number"')
    private |= Q(form_version__screen__icontains='"bank_number"')
    asking = ended.filter(private).select_related("form_version")
    count = 0
    for row in asking.iterator(chunk_size=limit):
        kept = [value for value in _numbers(row) if numbers.is_there(value)]
        count += len(kept) if count_only else numbers.erase(kept)
        if not count_only and count >= limit:
            break
    return count


def _numbers(row: Application) -> list[str]:
    """The kept forms in the answers and in everything handed in."""
    version = row.form_version
    sources = (
        [row.answers, *row.submissions.values_list("answers", flat=True)] if asks_privately(version) else []
    )
    return [secret.kept for answers in sources for secret in secrets(version, answers)]


def register_all() -> None:
    """Told from AppConfig.ready()."""
    held.covered.add("intake.application")
    register_export("applications", gettext_lazy("My applications"), own_applications)
    register_obstacle(open_applications)
    register_retention(
        Kind(
            "discarded_drafts",
            gettext_lazy("Answers and files of discarded drafts"),
            "erase",
            discarded_drafts,
        )
    )
    register_retention(
        Kind("ended_numbers", gettext_lazy("Identity numbers of ended applications"), "erase", ended_numbers)
    )
