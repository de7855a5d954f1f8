"""Pages of messages."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.capacities import acting_as
from portal.inbox import kinds
from portal.inbox.addresses import is_suppressed
from portal.inbox.filters import MessageFilter
from portal.inbox.models import Message
from portal.inbox.navigation import unread
from portal.inbox.reminders import upcoming_for
from portal.inbox.services import mark_read
from portal.inbox.upcoming import coming_for, waiting_for

PAGE_SIZE = 20
UPCOMING_SHOWN = 3
ID_DIGITS = 18


@login_required
@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Messages to me, the unread above the read, the newest first; filters are in the address."""
    capacity = acting_as(request)
    mine, chosen = Message.objects.visible_to(capacity), request.GET.get("kind", "")
    found = MessageFilter(request.GET, mine.unread_first())
    present = set(mine.order_by().values_list("kind", flat=True).distinct())
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, kinds.label_of(row.kind)) for row in page],
        "groups": [
            group
            for group in kinds.groups()
            if group.key == chosen or present & set(kinds.kinds_of(group.key))
        ],
        "chosen": chosen,
        "only_unread": request.GET.get("unread") == "true",
        "unread": unread(request),
        "rejecting": is_suppressed(capacity.user.email),
        "upcoming": upcoming_for(capacity.user, timezone.now())[:UPCOMING_SHOWN],
    }
    return render(request, "inbox/messages.html", context)


@login_required
@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a message: it counts as read, and what it is about opens; one about nothing shows its text."""
    capacity = acting_as(request)
    row = get_object_or_404(Message.objects.visible_to(capacity), pk=pk)
    mark_read([row.pk], by=capacity, at=timezone.now())
    if row.url:
        return redirect(row.url)
    return render(request, "inbox/message.html", {"row": row, "label": kinds.label_of(row.kind)})


@login_required
@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    """Mark the message named by `message`, or all when none is, as read; stay on the list."""
    chosen = request.POST.get("message", "")
    named = [int(chosen)] if chosen.isdecimal() and len(chosen) <= ID_DIGITS else []
    mark_read(named if chosen else None, by=acting_as(request), at=timezone.now())
    back = request.POST.get("next", "")
    stays = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if stays else reverse("messages"))


@login_required
@require_safe
def messages_upcoming(request: HttpRequest) -> HttpResponse:
    """What will be sent to me, when, how and why."""
    user, now = acting_as(request).user, timezone.now()
    page = Paginator(coming_for(user, now), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "inbox/upcoming.html", {"page": page, "waiting": waiting_for(user, now)})
