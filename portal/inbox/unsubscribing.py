"""Turning off e-mails of a group by the link in one of them: no signing in, one click (RFC 8058).

And the person whose address rejected our mail says that it works again.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.capacities import acting_as
from portal.accounts.models import User
from portal.inbox import addresses, kinds
from portal.inbox.headers import read_token
from portal.inbox.preferences import turn_off_email


@csrf_exempt  # the signed address is the permission: mail programs post without a cookie
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then turn the group off: a link that is only looked at (scanners do) changes nothing."""
    found = read_token(token)
    user = User.objects.filter(pk=found[0]).first() if found else None
    group = kinds.group(found[1]) if found else None
    if user is None or group is None:
        raise Http404
    done = request.method == "POST" and turn_off_email(user, group.key)
    refused = request.method == "POST" and not done
    context = {"group": group, "done": done, "refused": refused}
    return render(request, "inbox/unsubscribe.html", context, status=409 if refused else 200)


@login_required
@require_POST
def address_works(request: HttpRequest) -> HttpResponse:
    """Write to one's own address again."""
    if addresses.lift(acting_as(request).user.email):
        messages.success(request, _("We will write to your address again."))
    return redirect("messages")
