"""Requests for correction, for those who answer them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.access.services import note
from portal.access.services import person as subject
from portal.accounts.capacities import acting_as
from portal.api.problems import Refused
from portal.privacy.forms import AnswerForm
from portal.privacy.models import Correction
from portal.privacy.services import corrections

PAGE_SIZE = 20


@login_required
@require_safe
def correction_list(request: HttpRequest) -> HttpResponse:
    """Open ones first, oldest first."""
    if not corrections.handles(acting_as(request)):
        raise Http404
    rows = (
        corrections.visible_to(acting_as(request)).select_related("person").order_by("decided_at", "asked_at")
    )
    waiting = rows.filter(status=Correction.Status.OPEN)
    answered = rows.exclude(status=Correction.Status.OPEN).order_by("-decided_at", "-id")
    page = Paginator(answered, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "privacy/corrections.html", {"waiting": waiting[:200], "page": page})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, and the answer to it."""
    capacity = acting_as(request)
    if not corrections.handles(capacity):
        raise Http404
    row = get_object_or_404(corrections.visible_to(capacity).select_related("person", "decided_by"), pk=pk)
    note(request, "opened", [subject(row.person)], str(row._meta.verbose_name))
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            corrections.decide(row.pk, by=capacity, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Answered. %(name)s receives the answer.") % {"name": row.person})
        return redirect("corrections")
    context = {"row": row, "form": form}
    return render(request, "privacy/correction.html", context, status=422 if form.errors else 200)
