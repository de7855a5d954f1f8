"""Help beside a form: common questions, who answers, and when the office is open again."""

from datetime import datetime
from typing import Any

from applications.intake.models import Application
from portal.inbox.workdays import office_reopens


def help_with(application: Application, at: datetime) -> dict[str, Any]:
    """`common`: the program's common questions; `reopens`: when the office opens, None while it is open."""
    return {
        "common": list(application.round.program.common_questions.all()),
        "reopens": office_reopens(at),
    }
