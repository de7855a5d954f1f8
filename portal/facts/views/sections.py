"""Stating facts: the registration and the figures of a year; verifying them."""

from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portal.facts.definitions import FIGURES
from portal.facts.forms import OWN, FactsForm, RegistrationForm
from portal.facts.models import Origin, Statement
from portal.facts.reading import read
from portal.facts.stating import state, verify
from portal.facts.values import FIRST_YEAR
from portal.facts.views.access import PAGE, Reader, reader, refused, section, to_file
from portal.organizations.views.access import saying_why


def newest(whose: Reader) -> int:
    """The number of the newest statement: what a page has seen."""
    found = Statement.objects.filter(organization=whose.organization).aggregate(newest=Max("pk"))
    return found["newest"] or 0


@login_required
@require_http_methods(PAGE)
def file_registration(request: HttpRequest, uscc: str) -> HttpResponse:
    """State legal form, capital and the like."""
    whose = reader(request, uscc)
    if not whose.may_edit:
        return refused(request, uscc, whose.edit_refusal, "registration")
    form = RegistrationForm(
        request.POST or None,
        keys=[(key, None) for key in OWN],
        file=read(whose.organization, timezone.localdate()),
        unit=request.GET.get("unit", "wan"),
        initial={"seen": newest(whose)},
    )
    return section(
        request,
        whose,
        form,
        lambda: _save(whose, form),
        title=_("Change the registration"),
        anchor="registration",
        units=True,
    )


@login_required
@require_http_methods(PAGE)
def file_figures(request: HttpRequest, uscc: str, year: int) -> HttpResponse:
    """State the figures of one year."""
    whose = reader(request, uscc)
    if not FIRST_YEAR <= year < timezone.localdate().year:
        raise Http404
    if not whose.may_edit:
        return refused(request, uscc, whose.edit_refusal, "figures")
    form = FactsForm(
        request.POST or None,
        keys=[(key, year) for key in FIGURES],
        file=read(whose.organization, timezone.localdate()),
        unit=request.GET.get("unit", "wan"),
        initial={"seen": newest(whose)},
    )
    return section(
        request,
        whose,
        form,
        lambda: _save(whose, form),
        title=_("Figures of %(year)s") % {"year": year},
        anchor="figures",
        units=True,
    )


def _save(whose: Reader, form: FactsForm) -> None:
    state(
        whose.organization.pk,
        form.facts(),
        since=form.cleaned_data.get("since"),
        origin=Origin.ORGANIZATION,
        by=whose.capacity,
        seen=form.cleaned_data["seen"],
    )


@login_required
@require_POST
def file_verify(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """An official found a fact to be true."""
    whose = reader(request, uscc)
    row = get_object_or_404(Statement, pk=pk, organization=whose.organization)
    with saying_why(request):
        verify(row, whose.capacity)
    return to_file(uscc, row.key)
