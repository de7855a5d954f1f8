"""Tags and internal notes on the page of an application."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from applications.intake.models import Application
from applications.intake.views.asking import with_application
from applications.review import marks
from applications.review.views import official
from portal.api.problems import Refused
from portal.ui.middleware import received_at


@with_application
def review_tag(request: HttpRequest, application: Application) -> HttpResponse:
    """Put a tag, or take one away."""
    by = official(request)
    if request.method == "POST":  # else back from signing in
        try:
            if request.POST.get("remove", "").isdecimal():
                marks.untag(application.pk, int(request.POST["remove"]), by=by)
            else:
                tag = marks.tag_named(request.POST.get("name", ""), by=by)
                marks.tag(application.pk, tag, by=by, at=received_at(request))
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(reverse("review_application", args=[application.pk]) + "#tags")


@with_application
def review_note(request: HttpRequest, application: Application) -> HttpResponse:
    """Write a note for colleagues."""
    by = official(request)
    if request.method == "POST":  # else back from signing in
        try:
            marks.write_note(application.pk, request.POST.get("text", ""), by=by, at=received_at(request))
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The note is kept. Applicants never see it."))
    return redirect(reverse("review_application", args=[application.pk]) + "#notes")
