import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from applications.intake.models import Application, Submission
from applications.intake.views.asking import with_application
from applications.intake.workflow import Status
from portal.documents import publishing
from programs.forms.validator import amount_of

EMPTY = {"code": "", "number": "", "hash": "", "message": "", "refused": ""}


@with_application
def application_receipt(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """The receipt of one submission, made for paper."""
    return show(request, application, of_application(application, code))


def of_application(application: Application, code: str) -> Submission:
    """The submission with this receipt code; 404 when the application has none."""
    rows = application.submissions.select_related("submitted_by", "form_version")
    found = get_object_or_404(rows, receipt_code=normalized(code))
    found.application = application
    return found


def show(request: HttpRequest, application: Application, submission: Submission) -> HttpResponse:
    """The receipt; it says when it no longer stands for what is being handled."""
    context = {
        "application": application,
        "submission": submission,
        "amount": amount_of(submission.form_version or application.form_version, submission.counted_answers),
        "address": request.build_absolute_uri(f"/receipts/{submission.receipt_code}/"),
        "outdated": _outdated(application, submission),
    }
    return render(request, "intake/receipt.html", context)


def _outdated(application: Application, submission: Submission) -> str:
    if application.status in (Status.DRAFT, Status.DISCARDED, Status.WITHDRAWN):
        return _("What was handed in with this receipt was taken back afterwards. It is not being handled.")
    if application.just_submitted == submission:
        return ""
    if application.submissions.filter(seq__gt=submission.seq).exists():
        return _("The application was handed in again later. The receipt of the last submission counts.")
    return ""


def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody checks that a receipt is ours: number, round, content and time, nothing else."""
    submission = find_receipt(code)
    if submission is None:
        context = EMPTY | {
            "code": code,
            "message": _("There is no receipt with this code. Compare it character by character."),
        }
        return render(request, "intake/receipt_search.html", context, status=404)
    return show_public(request, submission)


def show_public(request: HttpRequest, submission: Submission) -> HttpResponse:
    """What anybody may know, with the signature and how to check it oneself."""
    signed = publishing.verifies(submission.statement.encode(), submission.signature, submission.key_id)
    context = {"submission": submission, "signed": signed and bool(submission.signature)}
    return render(request, "intake/receipt_public.html", context)


def receipt_search(request: HttpRequest) -> HttpResponse:
    """Ask for a code, or for a number with its content hash."""
    number, content = request.GET.get("number", "").strip(), request.GET.get("hash", "").strip().lower()
    if number or content:
        return _by_number(request, number, content)
    code = normalized(request.GET.get("code", ""))
    return redirect("receipt", code=code) if code else render(request, "intake/receipt_search.html", EMPTY)


def _by_number(request: HttpRequest, number: str, content: str) -> HttpResponse:
    found = re.sub(r"\s", "", content)
    rows = Submission.objects.select_related("application__round__program")
    submission = rows.filter(application__number=number, content_hash=found).order_by("-seq").first()
    if submission is not None and found:
        return redirect("receipt", code=submission.receipt_code)
    context = EMPTY | {
        "number": number,
        "hash": content,
        "refused": pgettext(
            "receipt", "No receipt has this number and this content hash. Copy both from the receipt."
        ),
    }
    return render(request, "intake/receipt_search.html", context, status=404)


def find_receipt(code: str) -> Submission | None:
    """The submission a receipt code stands for, typed with or without blanks and hyphens."""
    rows = Submission.objects.select_related("application__round__program")
    return rows.filter(receipt_code=normalized(code)).first()


def normalized(code: str) -> str:
    """A code as it is kept: capital letters and figures only."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())[:20]
