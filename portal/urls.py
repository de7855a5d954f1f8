"""Every address of the portal. Apps are named by string only; each floor's `urls` lists its own."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from portal.ui import health, views


def included(prefix: str, *modules: str) -> list[URLPattern | URLResolver]:
    """The addresses of the modules that exist."""
    return [path(prefix, include(module)) for module in modules if find_spec(module)]


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    *included("", "portal.ui.urls"),
    *included("", "portal.accounts.urls", "portal.organizations.urls", "portal.inbox.urls"),
    *included("", "programs.catalog.urls", "programs.policies.urls", "programs.forms.urls"),
    *included("", "applications.intake.urls", "applications.review.urls", "portal.files.urls"),
    path("admin/", admin.site.urls),
    *included(
        "api/v1/",
        "portal.accounts.api_urls",
        "portal.organizations.api_urls",
        "portal.inbox.api_urls",
        "portal.reference.api_urls",
        "portal.files.api_urls",
        "programs.policies.api_urls",
        "programs.catalog.api_urls",
        "programs.forms.api_urls",
        "applications.intake.api_urls",
        "applications.review.api_urls",
    ),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
    path("api/docs/", views.api_docs, name="api_docs"),
]
if settings.DEMO:
    urlpatterns += included("demo/", "applications.demo.urls")

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = views.too_many_requests
handler500 = views.server_error
