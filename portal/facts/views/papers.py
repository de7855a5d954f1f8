"""Bank account, documents, recommending department."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from portal.facts.forms import AccountForm, DocumentForm, RecommenderForm
from portal.facts.models import BankAccount, Document
from portal.facts.papers import add_document, keep_account, recommender_of, remove_document, set_recommender
from portal.facts.views.access import PAGE, Reader, reader, refused, section, to_file
from portal.files.pages import download
from portal.files.services import clean_name, store
from portal.organizations import watching
from portal.organizations.views.access import saying_why


@login_required
@require_http_methods(PAGE)
def file_account(request: HttpRequest, uscc: str) -> HttpResponse:
    """Enter or change the bank account."""
    whose = reader(request, uscc)
    if not whose.may_edit:
        return refused(request, uscc, whose.edit_refusal, "account")
    account = BankAccount.objects.filter(organization=whose.organization).first()
    initial = {"revision": account.revision if account else 0, "holder": whose.organization.name}
    if account:
        del initial["holder"]
    form = AccountForm(request.POST or None, instance=account, initial=initial)
    if account:
        form.fields["number"].help_text = _("Kept: ending in %(digits)s. Empty leaves it as it is.") % {
            "digits": account.last_digits
        }

    def save() -> None:
        data: Any = {name: form.cleaned_data[name] for name in ("holder", "bank", "number", "revision")}
        keep_account(whose.organization.pk, **data, by=whose.capacity)

    return section(request, whose, form, save, title=_("Bank account"), anchor="account")


@login_required
@require_http_methods(PAGE)
def file_document_new(request: HttpRequest, uscc: str) -> HttpResponse:
    """Put a document into the library."""
    whose = reader(request, uscc)
    if not whose.may_edit:
        return refused(request, uscc, whose.edit_refusal, "documents")
    form = DocumentForm(request.POST or None, request.FILES or None)

    def save() -> None:
        upload = form.cleaned_data["upload"]
        add_document(
            whose.organization.pk,
            title=form.cleaned_data["title"],
            valid_until=form.cleaned_data["valid_until"],
            file=store(upload, whose.capacity.user),
            name=clean_name(upload.name),
            by=whose.capacity,
        )

    title = _("Add a document")
    return section(request, whose, form, save, title=title, anchor="documents", multipart=True)


def document_of(whose: Reader, pk: int) -> Document:
    """A document of this library, or 404."""
    rows = Document.objects.filter(organization=whose.organization, removed_at=None)
    found: Document = get_object_or_404(rows.select_related("file"), pk=pk)
    return found


@login_required
@require_GET
def file_document(request: HttpRequest, uscc: str, pk: int) -> HttpResponseBase:
    """A document as a download."""
    whose = reader(request, uscc)
    row = document_of(whose, pk)
    watching.papers(request, whose.organization, row.file_name)
    return download(request, row.file, row.file_name)


@login_required
@require_http_methods(PAGE)
def file_document_remove(request: HttpRequest, uscc: str, pk: int) -> HttpResponse:
    """Ask first, then take a document off."""
    whose = reader(request, uscc)
    row = document_of(whose, pk)
    if request.method == "POST":
        with saying_why(request):
            remove_document(row, whose.capacity)
        return to_file(uscc, "documents")
    context = {
        "question": _("Take “%(title)s” off?") % {"title": row.title},
        "consequence": _("It no longer stands in the library. Applications that use it keep it."),
        "button": _("Take off"),
        "back_url": reverse("organization_papers", args=[uscc]) + "#documents",
    }
    return render(request, "ui/confirm.html", context)


@login_required
@require_http_methods(PAGE)
def file_recommender(request: HttpRequest, uscc: str) -> HttpResponse:
    """Choose the department that recommends the organization, or hand it over."""
    whose = reader(request, uscc)
    if not whose.may_edit and not whose.office:
        return refused(request, uscc, whose.edit_refusal, "recommender")
    form = RecommenderForm(request.POST or None, initial={"department": recommender_of(whose.organization)})
    return section(
        request,
        whose,
        form,
        lambda: set_recommender(whose.organization.pk, form.cleaned_data["department"], by=whose.capacity),
        title=_("Recommending department"),
        anchor="recommender",
    )
