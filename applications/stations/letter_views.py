from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from applications.intake.views.papers import download as as_file
from applications.stations import listing, services
from applications.stations.documents import letter_pdf
from applications.stations.views import letters_of, station
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.documents.typesetting import MEDIA_TYPE
from portal.files.pages import download
from portal.ui.middleware import received_at


@login_required
@require_GET
def station_letters(request: HttpRequest) -> HttpResponse:
    """The letters of the station and of those below it."""
    station(request)
    page = Paginator(letters_of(request), listing.PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "stations/letters.html", {"page": page})


@login_required
@require_GET
def station_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter with its applications."""
    return _show(request, pk)


def _show(request: HttpRequest, pk: int, sentence: str = "") -> HttpResponse:
    batch = get_object_or_404(letters_of(request), pk=pk)
    rows = batch.recommendations.select_related("application__organization", "application__person")
    department = acting_as(request).department
    context = {
        "batch": batch,
        "rows": rows.order_by("-positive", "place", "pk"),
        "own": department is not None and department.pk == batch.department_id,
        "sentence": sentence,
    }
    return render(request, "stations/letter.html", context, status=409 if sentence else 200)


@login_required
@require_GET
def station_letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to print and seal."""
    batch = get_object_or_404(letters_of(request), pk=pk)
    return as_file(letter_pdf(batch), MEDIA_TYPE, f"{batch.number}.pdf")


@login_required
@require_POST
def station_letter_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the scan of the sealed letter."""
    upload = request.FILES.get("file")
    if upload is None:
        return _show(request, pk, _("Choose the scan of the sealed letter first."))
    try:
        services.upload_sealed(pk, upload, capacity=acting_as(request), at=received_at(request))
    except Refused as refused:
        return _show(request, pk, str(refused))
    messages.success(request, _("The sealed letter is there."))
    return redirect("station_letter", pk=pk)


@login_required
@require_GET
def station_letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The sealed letter as it was uploaded."""
    batch = get_object_or_404(letters_of(request), pk=pk)
    if batch.file is None:
        raise Http404
    return download(request, batch.file, batch.file_name)
