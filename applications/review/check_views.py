"""The formal check filled in: by a form, or by itself while somebody works."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.views.asking import with_application
from applications.review.checking import Given, keep_findings, pinned_points
from applications.review.views import official
from portal.api.problems import Refused
from portal.ui.middleware import received_at


@with_application
def review_check(request: HttpRequest, application: Application) -> HttpResponse:
    """Keep what was found; a script is answered with the sum alone."""
    capacity, page = official(request), reverse("review_application", args=[application.pk])
    if request.method != "POST":  # back from signing in
        return redirect(page)
    try:
        check = keep_findings(
            application.pk, given(request, application), capacity=capacity, at=received_at(request)
        )
    except Refused as refused:
        if request.headers.get("HX-Request"):
            return HttpResponse(str(refused), status=409)
        messages.error(request, str(refused))
        return redirect(page)
    if request.headers.get("HX-Request"):
        return render(request, "review/check_sum.html", {"check": check})
    messages.success(request, _("The formal check is kept."))
    return redirect(f"{page}#actions")


def given(request: HttpRequest, application: Application) -> dict[str, Given]:
    """What the form says of each point it names."""
    return {
        point.key: Given(request.POST.get(f"p-{point.key}", ""), request.POST.get(f"n-{point.key}", ""))
        for point in pinned_points(application.round)
        if f"p-{point.key}" in request.POST or f"n-{point.key}" in request.POST
    }
