from datetime import datetime
from typing import Any

from django.utils import timezone

from applications.intake.models import Application, Letter
from applications.intake.services.numbers import allot
from applications.intake.workflow import LetterKind
from portal.accounts.capacities import Capacity

# The word in the document number (文号) that tells the kind of letter.
MARKS = {
    LetterKind.ACCEPTANCE: "受",
    LetterKind.CORRECTION: "补",
    LetterKind.REFUSAL: "不受",
    LetterKind.APPROVAL: "批",
    LetterKind.DECLINE: "不批",
}


def issue(
    application: Application, kind: LetterKind, content: dict[str, Any], capacity: Capacity, at: datetime
) -> Letter:
    """A numbered letter of the handling department, e.g. KC受〔2026〕12号."""
    prefix = f"{application.round.code}{MARKS[kind]}〔{timezone.localtime(at).year}〕"
    return Letter.objects.create(
        application=application,
        kind=kind,
        number=f"{prefix}{allot(prefix)}号",
        department=application.round.department,
        content=content,
        issued_at=at,
        issued_by=capacity.user,
    )
