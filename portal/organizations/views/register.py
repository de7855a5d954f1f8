"""The register of organizations and the queue of proofs, for officials."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.capacities import Capacity, acting_as
from portal.files.pages import download
from portal.organizations import rules, services, uscc, watching
from portal.organizations.filters import OrganizationFilter, ProofFilter
from portal.organizations.forms import DecisionForm
from portal.organizations.models import AuthorityProof, Membership, Organization
from portal.organizations.views.access import saying_why
from portal.ui.exports import spreadsheet_response
from portal.ui.formats.dates import local
from portal.ui.texts import localized

PAGE_SIZE = 20
READERS = ("department", "auditor", "admin")


def reader(request: HttpRequest) -> Capacity:
    """An official, auditor or admin; the register does not exist for others."""
    capacity = acting_as(request)
    if capacity.kind not in READERS:
        raise Http404
    return capacity


def filtered(request: HttpRequest) -> OrganizationFilter:
    """The organizations of the reader's reach, as the address filters them."""
    rows = Organization.objects.visible_to(reader(request)).select_related("registered_region", "tax_region")
    return OrganizationFilter(request.GET, rows.order_by("name", "pk"), request=request)


def register_list(request: HttpRequest) -> HttpResponse:
    """The register, a page at a time."""
    found = filtered(request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": found.form,
        "page": page,
        "export_query": request.GET.urlencode(),
        "may_import": not rules.importing_refusal(reader(request)),
    }
    return render(request, "organizations/list.html", context)


@login_required
@require_GET
def organizations_export(request: HttpRequest) -> HttpResponse:
    """The filtered register as a spreadsheet."""
    head = [_("Credit code"), _("Name"), _("Kind"), _("Registered region"), _("Tax region")]
    head += [_("Verification"), _("Registered")]
    rows = (
        [
            row.uscc,
            row.name,
            row.get_kind_display(),
            localized(row.registered_region, "name"),
            localized(row.tax_region, "name"),
            row.get_verification_display(),
            local(row.created_at).strftime("%Y-%m-%d"),
        ]
        for row in filtered(request).qs.iterator(chunk_size=2000)
    )
    watching.exported(request, filtered(request).qs.order_by().values_list("pk", "name").distinct())
    return spreadsheet_response([head, *rows], _("Register of organizations") + ".xlsx")


@login_required
@require_GET
def verifications(request: HttpRequest) -> HttpResponse:
    """Proofs of authority, those that wait first in order of arrival."""
    data = request.GET if "status" in request.GET else {"status": "pending", **request.GET.dict()}
    rows = AuthorityProof.objects.visible_to(reader(request))
    rows = rows.select_related("organization__registered_region", "user").with_owned()
    found = ProofFilter(data, rows.order_by("submitted_at", "pk"), request=request)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "organizations/verifications.html", {"form": found.form, "page": page})


def seen_proof(request: HttpRequest, pk: int) -> AuthorityProof:
    """A proof of the reader's reach, or one's own."""
    rows = AuthorityProof.objects.visible_to(acting_as(request))
    return get_object_or_404(
        rows.select_related("organization__registered_region", "organization__tax_region", "user", "file"),
        pk=pk,
    )


@login_required
@require_GET
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """One proof with what it is compared with."""
    reader(request)
    proof = seen_proof(request, pk)
    watching.proof(request, proof)
    owners = Membership.objects.filter(organization=proof.organization, role=Membership.Role.OWNER)
    context = {
        "proof": proof,
        "organization": proof.organization,
        "owners": list(owners.select_related("user")),
        "oddity": uscc.warning(proof.organization.uscc),
        "refusal": rules.verification_refusal(acting_as(request), proof),
        "form": DecisionForm(),
    }
    return render(request, "organizations/verification.html", context)


@login_required
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept or refuse a proof."""
    capacity, proof = reader(request), seen_proof(request, pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return redirect("verification", pk=pk)
    act = services.accept_proof if request.POST.get("decision") == "accept" else services.refuse_proof
    with saying_why(request):
        act(proof.pk, note_text=form.cleaned_data["note"], by=capacity)
        return redirect("verifications")
    return redirect("verification", pk=pk)


@login_required
@require_GET
def proof_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter itself, as a download."""
    proof = seen_proof(request, pk)
    watching.proof(request, proof, file=True)
    return download(request, proof.file, proof.file_name)
