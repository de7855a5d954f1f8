"""Having the register asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.facts.asking import ask
from portal.facts.views.access import reader, to_file
from portal.organizations.views.access import saying_why


@login_required
@require_POST
def file_ask(request: HttpRequest, uscc: str) -> HttpResponse:
    """Ask the register and write what it says."""
    whose = reader(request, uscc)
    with saying_why(request):
        count = ask(whose.organization, whose.capacity)
        if count:
            told = ngettext(
                "%(n)d fact is new from the register.", "%(n)d facts are new from the register.", count
            )
            messages.success(request, told % {"n": count})
        else:
            messages.success(request, _("The register says the same as the file."))
    return to_file(uscc, "registration")
