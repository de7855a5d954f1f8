"""What everybody may open: the notices, an objection, and what became of it."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from applications.notices import objecting, releasing
from applications.notices.disclosure import findings
from applications.notices.forms import CodeForm, ObjectionForm
from applications.notices.models import Notice
from applications.ranking.drawing import handling_refusal
from portal.accounts.capacities import acting
from portal.accounts.rates import address
from portal.api import rates
from portal.api.problems import Refused
from portal.ui.middleware import received_at

PAGE_SIZE = 20
TRIES = 10  # a minute, from one address


def find(request: HttpRequest, pk: UUID) -> Notice:
    """A notice that the reader sees, or 404."""
    rows = Notice.objects.visible_to(acting(request))
    related = ("round__program", "round__department", "corrects", "prepared_by")
    return get_object_or_404(rows.select_related(*related), pk=pk)


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Those that are out, the newest first; before them what the department is preparing."""
    rows = Notice.objects.visible_to(acting(request)).select_related("round__program", "round__department")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "notices/notices.html", {"page": page})


@require_safe
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list; for its officials what can be done with it."""
    found, at, by = find(request, pk), received_at(request), acting(request)
    handles = by is not None and handling_refusal(found.round, by) is None
    draft = found.state == Notice.State.DRAFT
    context = {
        "notice": found,
        "lines": found.lines.select_related("application").order_by("position"),
        "corrections": found.corrections.exclude(state=Notice.State.DRAFT).order_by("released_at"),
        "money": found.lines.filter(amount__isnull=False).exists(),
        "refusal": objecting.objecting_refusal(found, at),
        "handles": handles,
        "findings": findings(found) if handles and draft else [],
        "releasing": releasing.releasing_refusal(found, by) if handles and draft and by else None,
        "concluding": releasing.concluding_refusal(found, at) if handles and not draft else None,
        "seen": releasing.hash_of(found) if handles and draft else "",
        "open_objections": found.objections.filter(state="open").count() if handles else 0,
    }
    return render(request, "notices/notice.html", context)


@never_cache
@sensitive_post_parameters("name", "identity", "contact", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def notice_object(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Object to a list; the receipt code is shown once."""
    found, at = find(request, pk), received_at(request)
    if sentence := objecting.objecting_refusal(found, at):
        return render(request, "notices/closed.html", {"notice": found, "sentence": sentence}, status=409)
    form = ObjectionForm(request.POST or None, request.FILES or None, notice=found)
    if request.method == "POST" and _within_rate(request, form) and form.is_valid():
        try:
            made, code = objecting.make(found, form.statement(), form.cleaned_data["evidence"], at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            shown = "-".join(code[place : place + 4] for place in range(0, len(code), 4))
            return render(request, "notices/received.html", {"objection": made, "code": shown})
    context = {"notice": found, "form": form}
    return render(request, "notices/object.html", context, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def objection_follow(request: HttpRequest) -> HttpResponse:
    """What became of an objection, under its code and without anybody's name."""
    form, found = CodeForm(request.POST or None), None
    if request.method == "POST" and _within_rate(request, form) and form.is_valid():
        found = objecting.found_by(form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("There is no objection with this code. Compare it with your receipt."))
    followed = found.events.filter(kind="followed").order_by("seq") if found else ()
    context = {"form": form, "objection": found, "followed": followed}
    return render(request, "notices/follow.html", context, status=422 if form.errors else 200)


def _within_rate(request: HttpRequest, form: CodeForm | ObjectionForm) -> bool:
    """Count the request of an address; a form sent too often says how long to wait."""
    rate = rates.count(f"objection {address(request)}"[:120], TRIES, received_at(request))
    if rate.exceeded:
        form.full_clean()
        form.add_error(None, _("Too many attempts. Wait %(n)d seconds.") % {"n": rate.reset})
    return not rate.exceeded
