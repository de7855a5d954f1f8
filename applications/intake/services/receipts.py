import secrets
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from applications.intake import snapshot, verdicts
from applications.intake.models import Application, Attachment, Submission
from applications.intake.services.numbers import allot
from applications.intake.services.reckoning import counted
from portal.accounts.capacities import Capacity
from portal.documents import signing

# Without 0 1 I L O U: read over the telephone without mistakes.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def freeze(
    application: Application, attachments: Sequence[Attachment], capacity: Capacity, at: datetime, key: str
) -> Submission:
    """The signed receipt row of this submission; allots the official number on the first.

    `key`: of the request; the same key never makes a second row.
    """
    seq = application.submissions.count() + 1 if application.number else 1
    files = snapshot.file_facts(attachments)
    conditions = verdicts.pinned(application.round)
    submission = Submission(
        application=application,
        seq=seq,
        answers=application.answers,
        files=files,
        form_version=application.form_version,
        counted=counted(application, at),
        verdicts=verdicts.judge(application, conditions, at),
        rules_digest=verdicts.digest(application.round, conditions),
        content_hash=snapshot.content_hash(application, files),
        receipt_code="".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(12)),
        received_at=at,
        submitted_by=capacity.user,
        idempotency_key=key,
    )
    number(application, at)  # last: all of a round wait for each other from here to the commit
    sign(submission)
    submission.save(force_insert=True)
    application.just_submitted = submission
    return submission


def number(application: Application, at: datetime) -> None:
    """Allot the official number where there is none yet."""
    if application.number is None:
        prefix = f"{application.round.code}-{timezone.localtime(at).year}"
        application.number = f"{prefix}-{allot(prefix):04d}"


def sign(submission: Submission) -> None:
    """Write down the statement of the receipt and its signature."""
    submission.key_id = signing.key_pairs()[0].id
    submission.statement = snapshot.statement(submission, submission.key_id, settings.SITE_URL)
    submission.signature = signing.sign(submission.statement.encode()).value
