"""A successor document beside what it replaces, in the admin."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.api.problems import Refused
from portal.ui.exports import spreadsheet_response
from programs.policies.models import PolicyDocument
from programs.sources.admin_forms import EndForm, PredecessorForm
from programs.sources.admin_pages import context_of, person
from programs.sources.citations import Citation, citations_of
from programs.sources.comparing import Pair, State, compare
from programs.sources.services import succession

Site = admin.ModelAdmin


def found(site: Site, request: HttpRequest, document_id: int) -> PolicyDocument:
    """The document, for who may change it."""
    if not site.has_change_permission(request):
        raise PermissionDenied
    return get_object_or_404(PolicyDocument, pk=document_id)


def state_words() -> dict[str, str]:
    """What became of a clause, in the language of the page."""
    return {
        State.UNCHANGED: _("unchanged"),
        State.CHANGED: _("changed"),
        State.VANISHED: _("vanished"),
        State.NEW: _("new"),
    }


def _replaced(request: HttpRequest, document: PolicyDocument) -> PolicyDocument | None:
    """The old document the address asks for, else the newest of those it replaces."""
    replaced = document.replaces.order_by("-issued_on", "pk")
    asked = request.GET.get("old", "")
    chosen = replaced.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    return chosen or replaced.first()


def _pairs(old: PolicyDocument, new: PolicyDocument) -> list[tuple[Pair, list[Citation]]]:
    """Every pair with what cites the old clause, where that has to be looked at."""
    pairs = compare(succession.entries_of(old), succession.entries_of(new))
    touched = [
        pair.old.clause_id
        for pair in pairs
        if pair.old and pair.old.clause_id and pair.state in (State.CHANGED, State.VANISHED)
    ]
    cited = citations_of(touched)
    return [
        (pair, cited.get(pair.old.clause_id or 0, []) if pair.old and pair.state != State.UNCHANGED else [])
        for pair in pairs
    ]


def comparison(site: Site, request: HttpRequest, document: PolicyDocument) -> HttpResponse:
    """Old and new side by side; naming the old document and ending it are actions of this page."""
    old = _replaced(request, document)
    end = EndForm(initial={"last_day": document.issued_on and document.issued_on - timedelta(days=1)})
    naming = PredecessorForm()
    if request.method == "POST":
        end, naming, done = _acted(site, request, document, old, end, naming)
        if done:
            return HttpResponseRedirect(request.get_full_path())
    values: dict[str, Any] = {"document": document, "old": old, "end": end, "naming": naming}
    if old:
        pairs = _pairs(old, document)
        words = state_words()
        wanted = request.GET.get("state", "")
        values |= {
            "replaced": document.replaces.order_by("-issued_on", "pk"),
            "pairs": [
                (pair, cited, words[pair.state]) for pair, cited in pairs if wanted in ("", pair.state)
            ],
            "counts": [
                (state, word, sum(pair.state == state for pair, _cited in pairs))
                for state, word in words.items()
            ],
            "wanted": wanted,
            "bare": succession.without_wording([pair.old for pair, _cited in pairs if pair.old]),
        }
    context = context_of(site, request, _("Compare with what it replaces"), **values)
    return TemplateResponse(request, "admin/sources/compare.html", context)


def _acted(
    site: Site,
    request: HttpRequest,
    document: PolicyDocument,
    old: PolicyDocument | None,
    end: EndForm,
    naming: PredecessorForm,
) -> tuple[EndForm, PredecessorForm, bool]:
    """The forms after a button, and whether what it says was done."""
    try:
        if request.POST.get("action") == "end" and old is not None:
            end = EndForm(request.POST)
            if end.is_valid():
                succession.end_validity(old, end.cleaned_data["last_day"], by=person(request))
                site.log_change(request, old, _("Set the last day."))
                messages.success(request, _("The old document ends on that day."))
                return end, naming, True
        else:
            naming = PredecessorForm(request.POST)
            if naming.is_valid():
                replaces = naming.cleaned_data["replaces"]
                succession.name_predecessor(document, replaces, by=person(request))
                site.log_change(request, document, _("Named what it replaces."))
                return end, naming, True
    except Refused as refused:
        messages.error(request, str(refused))
    return end, naming, False


def export(site: Site, request: HttpRequest, document: PolicyDocument) -> HttpResponse:
    """The comparison as a spreadsheet, a line for each pair and citation."""
    old = _replaced(request, document)
    words = state_words()
    header = [
        _("What became of it"), _("Old number"), _("Old wording"), _("New number"), _("New wording"),
        _("Cited by"), _("Title"), _("Edit"),
    ]  # fmt: skip
    lines: list[list[Any]] = []
    for pair, cited in _pairs(old, document) if old else []:
        front = [words[pair.state], *_words(pair.old), *_words(pair.new)]
        lines += [[*front, c.kind, c.title, request.build_absolute_uri(c.url)] for c in cited] or [front]
    return spreadsheet_response([header, *lines], f"{document.slug}-changes.xlsx")


def _words(entry: Any) -> list[str]:
    return [entry.printed, entry.wording] if entry else ["", ""]
