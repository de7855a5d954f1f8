"""Figures for the city's monitoring."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from portal.operations import figures


@never_cache
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' format for who holds METRICS_TOKEN; for everybody else there is nothing."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(
        given.encode(), settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    return HttpResponse(figures.text(), content_type=CONTENT_TYPE_PLAIN_0_0_4)
