"""The demo's mailbox: every mail the portal wrote, so that codes can be read without a mail server."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.inbox.models import Delivery

PAGE_SIZE = 20


def only_in_demo() -> None:
    """Elsewhere these pages do not exist."""
    if not settings.DEMO:
        raise Http404


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """All mails, the newest first; `q` searches address, subject and text."""
    only_in_demo()
    query = request.GET.get("q", "").replace("\0", "").strip()
    rows = Delivery.objects.all()
    if query:
        found = Q(to__icontains=query) | Q(subject__icontains=query) | Q(body__icontains=query)
        rows = rows.filter(found)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "inbox/demo_mail.html", {"page": page, "query": query})


@require_safe
def demo_mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as text."""
    only_in_demo()
    return render(request, "inbox/demo_mail_detail.html", {"mail": get_object_or_404(Delivery, pk=pk)})
