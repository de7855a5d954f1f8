"""The page on which a person chooses what is sent to them, when and how."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.capacities import acting_as
from portal.accounts.phones import masked, verified_mobile
from portal.inbox.forms import NotificationsForm
from portal.inbox.preferences import choose, concerned, wishes_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notifications(request: HttpRequest) -> HttpResponse:
    """Channels and collected e-mails for each group; what always comes is shown ticked, with the reason."""
    capacity = acting_as(request)
    groups, number = concerned(capacity.user), verified_mobile(capacity.user)
    free = [group for group in groups if not group.legal]
    wishes = wishes_of([capacity.user.pk])
    form = NotificationsForm(free, wishes, capacity.user.pk, bool(number), request.POST or None)
    if request.method == "POST" and form.is_valid():
        choose(form.choices(), form.quiet_hours(), by=capacity)
        messages.success(request, _("Saved. It holds for everything that is sent from now on."))
        return redirect("notifications")
    context = {
        "form": form,
        "letters": [group for group in groups if group.legal],
        "number": masked(number) if number else "",
    }
    return render(request, "inbox/notifications.html", context, status=422 if form.errors else 200)
