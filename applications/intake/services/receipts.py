import hashlib
import json
import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from applications.intake.models import Application, Submission
from applications.intake.services.numbers import allot
from portal.accounts.capacities import Capacity

# Without 0 1 I L O U: read over the telephone without mistakes.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def content_hash(application: Application, files: list[dict[str, Any]]) -> str:
    """SHA-256 over the canonical JSON of round, applicant, form version, answers and files."""
    content = {
        "round": application.round_id,
        "applicant": application.organization.uscc
        if application.organization
        else f"person:{application.person_id}",
        "form_version": application.form_version_id,
        "answers": application.answers,
        "files": files,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def freeze(application: Application, capacity: Capacity, at: datetime) -> Submission:
    """The receipt row of this submission; allots the official number on the first."""
    if application.number is None:
        year = timezone.localtime(at).year
        prefix = f"{application.round.code}-{year}"
        application.number = f"{prefix}-{allot(prefix):04d}"
    files = [
        {"question": a.question, "name": a.name, "sha256": a.file.sha256, "size": a.file.size}
        for a in application.attachments.filter(removed_at=None).select_related("file")
    ]
    return Submission.objects.create(
        application=application,
        seq=application.submissions.count() + 1,
        answers=application.answers,
        files=files,
        content_hash=content_hash(application, files),
        receipt_code="".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(12)),
        received_at=at,
        submitted_by=capacity.user,
    )
