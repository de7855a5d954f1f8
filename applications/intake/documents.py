"""Applications as PDF: the receipt, the whole application, the pages for the seal.

Made when they are asked for, from what is kept anyway: handing in never waits for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.intake.models import Application, Submission
from applications.intake.services import reckoning
from portal.documents.typesetting import pdf
from portal.ui.formats import amounts, dates
from portal.ui.texts import current_language, localized
from programs.forms import screens
from programs.forms.kinds import kind_of
from programs.forms.kinds.base import label_of
from programs.forms.kinds.lines import displayer
from programs.forms.screens import Question, Section
from programs.forms.validator import amount_of, is_empty

if TYPE_CHECKING:
    from applications.intake.services.sealing import Page

TYPST = Path(__file__).parent / "typst"
TONGUES = {"zh-hans": ("zh", "cn"), "zh-hant": ("zh", "tw"), "en": ("en", "gb")}
NOTHING = "—"


def receipt_pdf(submission: Submission) -> bytes:
    """The receipt, in the active language."""
    application, days = submission.application, submission.application.round.check_days
    received = dates.moment(submission.received_at, current_language(), seconds=True)
    code, address = submission.receipt_code, reverse("receipt", args=[submission.receipt_code])
    data = {
        **_frame(_("Receipt of submission"), application, _("Receipt code") + f" {code}"),
        "before": [
            _(
                "The application of %(applicant)s was received on %(time)s (Beijing time). This receipt "
                "confirms that it was handed in; it is not yet an acceptance."
            )
            % {"applicant": application.applicant_name, "time": received}
        ],
        "facts": [*_facts(application, submission), *_proof(submission)],
        "files_title": _("Files handed in"),
        "files": _files(submission.files),
        "after": [
            ngettext(
                "Within %(days)s working day you hear whether anything has to be corrected.",
                "Within %(days)s working days you hear whether anything has to be corrected.",
                days,
            )
            % {"days": days},
            _("Anybody can check this receipt at") + f"\n{settings.SITE_URL}{address}",
        ],
    }
    return pdf(TYPST / "receipt.typ", data, submission.received_at)


def application_pdf(
    application: Application,
    sections: Sequence[Section],
    answers: Mapping[str, Any],
    files: Sequence[Mapping[str, Any]],
    at: datetime,
) -> bytes:
    """The whole application: every part that is asked with its answers, and its files by name and hash."""
    data = {
        **_frame(str(application.round.program), application, ""),
        "facts": _facts(application, None),
        "sections": told(sections, answers, files),
        "files_title": _("Files"),
        "files": _files(of_asked(sections, files)),
    }
    return pdf(TYPST / "application.typ", data, at)


def of_asked(sections: Iterable[Section], files: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The files of questions in these sections: those of questions that are not asked do not count."""
    keys = {question.key for part in sections for question in part.questions}
    return [file for file in files if file["question"].partition(".")[0] in keys]


def told(
    sections: Iterable[Section], answers: Mapping[str, Any], files: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The parts with their answers in words, tables as tables."""
    names: dict[str, list[str]] = {}
    for file in files:
        names.setdefault(file["question"].partition(".")[0], []).append(file["name"])
    return [
        {
            "title": f"{part.position}. {localized(part, 'title')}",
            "questions": [
                {"key": question.key, "label": label_of(question)}
                | _answer(question, answers.get(question.key), names)
                for question in part.questions
            ],
        }
        for part in sections
    ]


def _answer(question: Question, value: Any, names: Mapping[str, list[str]]) -> dict[str, Any]:
    if question.key in names:
        return {"value": "\n".join(names[question.key])}
    if is_empty(value):
        return {"value": NOTHING}
    rows = table_of(question, value)
    return {"table": rows} if rows else {"value": kind_of(question).display(question, value)}


def table_of(question: Question, value: Any) -> dict[str, Any] | None:
    """An answer in rows as columns and rows of texts; None for any other."""
    labels, display = [label_of(part) for part in question.parts], displayer()

    def cells(line: Any) -> list[str]:
        found = line if isinstance(line, dict) else {}
        return [
            "" if is_empty(found.get(part.key)) else display(part, found[part.key]) for part in question.parts
        ]

    if not labels:
        return None
    if isinstance(value, list):
        return {"columns": labels, "rows": [cells(line) for line in value]}
    if isinstance(value, dict) and question.choices:
        rows = [[localized(row, "label"), *cells(value.get(row.value))] for row in question.choices]
        return {"columns": ["", *labels], "rows": rows}
    return None


def _frame(title: str, application: Application, number: str) -> dict[str, str]:
    """What stands around every page."""
    lang, region = TONGUES.get(current_language(), TONGUES["zh-hans"])
    return {
        "title": title,
        "lang": lang,
        "region": region,
        "header": localized(application.round.department, "name"),
        "number": number or application.number or _("draft"),
        "footer": f"{application.number or ''} {application.applicant_name}".strip(),
    }


def _facts(application: Application, submission: Submission | None) -> list[dict[str, Any]]:
    """Who asks for what, where."""
    organization = application.organization
    name = application.applicant_name + (f"\n{organization.uscc}" if organization else "")
    version = (submission.form_version if submission else None) or application.form_version
    amount = (
        amount_of(version, submission.counted_answers)
        if submission
        else amount_of(version, application.answers, reckoning.context_of(application))
    )
    rows = [
        (_("Number"), application.number or NOTHING),
        (_("Program"), localized(application.round.program, "title")),
        (_("Round"), localized(application.round, "name")),
        (_("Applicant"), name),
        (_("Amount applied for"), amounts.money(amount, current_language()) if amount is not None else ""),
    ]
    if submission:
        rows += [
            (_("Handed in by"), str(submission.submitted_by)),
            (_("Submission"), _("No. %(n)s of this application") % {"n": submission.seq}),
        ]
    return [{"label": label, "value": value} for label, value in rows if value]


def _proof(submission: Submission) -> list[dict[str, Any]]:
    rows = [
        (_("Content hash (SHA-256)"), submission.content_hash),
        (_("Signature (Ed25519)"), submission.signature),
        (_("Key"), submission.key_id),
        (_("Signed text"), submission.statement),
    ]
    return [{"label": label, "value": value, "code": True} for label, value in rows if value]


def _files(files: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    if not files:
        return [{"label": _("None."), "value": ""}]
    return [{"label": row["name"], "value": row["sha256"], "code": True} for row in files]


def sealed_pdf(submission: Submission, pages: Sequence["Page"]) -> bytes:
    """The pages to be printed and sealed: each with number and hash."""
    application = submission.application
    version = submission.form_version or application.form_version
    parts = {part.key: part for part in screens.sections(version)}
    data = {
        **_frame(_("Pages for the seal"), application, application.number or ""),
        "signer": _("Legal representative (signature):"),
        "seal": _("Seal of the applicant:"),
        "day": _("Date:"),
        "pages": [_page(submission, page, parts.get(page.section)) for page in pages],
    }
    return pdf(TYPST / "sealed.typ", data, submission.received_at)


def _page(submission: Submission, page: "Page", part: Section | None) -> dict[str, Any]:
    application = submission.application
    commitment = [
        _("%(applicant)s applies for “%(program)s”, %(round)s, and commits itself to the following:")
        % {
            "applicant": application.applicant_name,
            "program": localized(application.round.program, "title"),
            "round": localized(application.round, "name"),
        },
        _("1. All answers and files handed in under the number and hash below are true and complete."),
        _("2. The same expense is not funded twice."),
        _("3. Support is used for what it is granted for; false statements lead to refusal and repayment."),
    ]
    own = [
        _("This page belongs to the application below and bears the hash of what it shows."),
    ]
    hashed = {"label": _("Content hash (SHA-256)"), "value": page.content_hash, "code": True}
    return {
        "title": page.title,
        "before": own if part else commitment,
        "facts": [*_facts(application, submission), hashed],
        "sections": told([part], submission.counted_answers, submission.files) if part else [],
    }
