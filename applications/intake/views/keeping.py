from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext

from applications.intake.keeping import keep
from applications.intake.models import Application
from applications.intake.views.asking import with_application
from portal.accounts.capacities import acting_as
from portal.organizations.views.access import saying_why


@with_application
def application_keep(request: HttpRequest, application: Application) -> HttpResponse:
    """Keep chosen answers in the organization's file."""
    if request.method == "POST":
        with saying_why(request):
            count = keep(application, request.POST.getlist("keep"), acting_as(request))
            words = ngettext(
                "%(count)s fact is now in your file.", "%(count)s facts are now in your file.", count
            )
            messages.success(request, words % {"count": count})
    return redirect("application", pk=application.pk)
