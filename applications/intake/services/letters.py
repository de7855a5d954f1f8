from datetime import datetime
from typing import Any

from django.utils import timezone

from applications.intake.models import Application, Letter
from applications.intake.services.numbers import allot
from applications.intake.workflow import LetterKind, Status
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department
from programs.catalog.models import Round

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
    """A numbered letter, e.g. KC受〔2026〕12号, complete as of today; of the handling department, or of the
    one that has to recommend the application now."""
    prefix = f"{application.round.code}{MARKS[kind]}〔{timezone.localtime(at).year}〕"
    return Letter.objects.create(
        application=application,
        kind=kind,
        number=f"{prefix}{allot(prefix)}号",
        department=_issuing(application),
        content={**_addressed(application), **content},
        issued_at=at,
        issued_by=capacity.user,
    )


def _issuing(application: Application) -> Department:
    at_station = application.status == Status.RECOMMENDING and application.station
    return at_station or application.round.department


def _addressed(application: Application) -> dict[str, Any]:
    """Who is written to, about what, on what basis: kept in the letter, whatever changes later."""
    round_ = application.round
    return {
        "applicant": application.applicant_name,
        "uscc": application.organization.uscc if application.organization else "",
        "program": round_.program.title,
        "round": round_.name,
        "application": application.number,
        "basis": _basis(round_),
    }


def _basis(round_: Round) -> list[str]:
    """The call notice and the clauses of the program, as they are cited: 《title》number."""
    cited = [(round_.notice.title, round_.notice.number)] if round_.notice else []
    clauses = round_.program.clauses.select_related("document").order_by("document_id", "position")
    cited += [(clause.document.title, clause.printed) for clause in clauses]
    return [f"{title if title.startswith('《') else f'《{title}》'}{number}" for title, number in cited]
