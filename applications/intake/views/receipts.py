import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from applications.intake.models import Application, Submission
from applications.intake.views.asking import with_application
from programs.forms.validator import amount_of


@with_application
def application_receipt(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    """The receipt of one submission, made for paper."""
    submission = get_object_or_404(
        application.submissions.select_related("submitted_by"), receipt_code=normalized(code)
    )
    address = request.build_absolute_uri(f"/receipts/{submission.receipt_code}/")
    context = {
        "application": application,
        "submission": submission,
        "amount": amount_of(application.form_version, submission.answers),
        "address": address,
    }
    return render(request, "intake/receipt.html", context)


def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Anybody checks that a receipt is ours: number, round, content and time, nothing else."""
    submission = find_receipt(code)
    if submission is None:
        context = {
            "code": code,
            "message": _("There is no receipt with this code. Compare it character by character."),
        }
        return render(request, "intake/receipt_search.html", context, status=404)
    return render(request, "intake/receipt_public.html", {"submission": submission})


def receipt_search(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    code = normalized(request.GET.get("code", ""))
    return redirect("receipt", code=code) if code else render(request, "intake/receipt_search.html")


def find_receipt(code: str) -> Submission | None:
    """The submission a receipt code stands for, typed with or without blanks and hyphens."""
    rows = Submission.objects.select_related("application__round__program")
    return rows.filter(receipt_code=normalized(code)).first()


def normalized(code: str) -> str:
    """A code as it is kept: capital letters and figures only."""
    return re.sub(r"[^0-9A-Z]", "", code.upper())[:20]
