from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from applications.intake.differences import differences
from applications.intake.models import Application, Submission
from applications.intake.views.asking import with_application


@with_application
def application_submissions(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything that was ever handed in, and what changed between two of them (`?from=1&to=2`)."""
    found = list(application.submissions.select_related("submitted_by", "form_version").order_by("seq"))
    if not found:
        raise Http404
    for row in found:
        row.application = application
    before, after = _chosen(request, found)
    context = {
        "application": application,
        "submissions": list(reversed(found)),
        "before": before,
        "after": after,
        "parts": differences(before, after) if before and after else [],
    }
    return render(request, "intake/submissions.html", context)


def _chosen(request: HttpRequest, found: list[Submission]) -> tuple[Submission | None, Submission | None]:
    """The two that are compared: those asked for, else the last two."""
    by_seq = {str(row.seq): row for row in found}
    if "from" in request.GET or "to" in request.GET:
        pair = by_seq.get(request.GET.get("from", "")), by_seq.get(request.GET.get("to", ""))
        if None in pair:
            raise Http404
        return pair
    return (found[-2], found[-1]) if len(found) > 1 else (None, None)
