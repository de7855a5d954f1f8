from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from portal.organizations import uscc
from programs.forms.kinds.codes import name_of


@require_GET
def organization_name(request: HttpRequest) -> JsonResponse:
    """The name that the register has for `?code=`, for the field of a credit code; "" where it has none."""
    if not request.user.is_authenticated:
        raise Http404
    return JsonResponse({"name": name_of(uscc.normalize(request.GET.get("code", "")[:40]))})
