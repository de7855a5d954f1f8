"""Identity and account numbers among the answers: kept encrypted, revealed with a reason; identity numbers
are taken only with consent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from applications.intake.models import Application, ApplicationEvent
from applications.intake.reading import answers_for
from applications.intake.rules import revealing_refusal
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.history.services import record
from portal.privacy import numbers
from portal.privacy.models import Notice
from portal.privacy.services.consent import has_agreed
from programs.forms.kinds.base import label_of
from programs.forms.models import FormVersion
from programs.forms.validator import Secret, keep, recognize, secrets


def kept(application: Application, changes: Mapping[str, Any], capacity: Capacity) -> dict[str, Any]:
    """Tidied changes as they are stored. Raises Refused for a new identity number without consent."""
    version, saved = application.form_version, application.answers
    known = {secret.kept for secret in secrets(version, saved) if isinstance(secret.kept, str)}
    shown = secrets(version, recognize(version, saved, changes))
    new = any(secret.consent and secret.kept not in known for secret in shown)
    if new and not has_agreed(capacity.user, Notice.Kind.IDENTITY):
        raise Refused(_("Agree to the notice on identity numbers first: open this part of the form again."))
    return keep(version, saved, changes)


def let_go(application: Application, before: Mapping[str, Any]) -> None:
    """Erase the numbers that the saved answers no longer name, unless one was handed in."""
    version = application.form_version
    gone = _kept_in(version, before) - _kept_in(version, application.answers)
    if gone:
        for answers in application.submissions.values_list("answers", flat=True):
            gone -= _kept_in(version, answers)
        numbers.erase(gone)


def _kept_in(version: FormVersion, answers: Mapping[str, Any]) -> set[str]:
    return {secret.kept for secret in secrets(version, answers) if numbers.is_kept(secret.kept)}


def secret_of(application: Application, path: str, capacity: Capacity) -> Secret:
    """The number at a place of the answers that the reader may see; 404 where there is none."""
    for secret in secrets(application.form_version, answers_for(application, capacity)):
        if secret.path == path and numbers.is_kept(secret.kept):
            return secret
    raise Http404


@transaction.atomic
def reveal(application: Application, path: str, *, reason: str, capacity: Capacity, at: datetime) -> str:
    """The number in clear, for an official who says why; it is written down twice, and the applicant sees it.

    Raises Http404 for a place without a number, Refused without right or reason.
    """
    secret = secret_of(application, path, capacity)
    if sentence := revealing_refusal(application, capacity):
        raise Refused(sentence)
    about = f"{application} · {label_of(secret.question)}"
    number = numbers.reveal(secret.kept, about=about, reason=reason, by=capacity, at=at)
    record(
        ApplicationEvent,
        application,
        kind="number_revealed",
        capacity=capacity,
        at=at,
        payload={"question": path, "note": " ".join(reason.split())},
    )
    return number
