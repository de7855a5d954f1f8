"""Every address of the portal. Apps are named by string only; each app's `urls` lists its own."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from portal.operations import views as operations
from portal.ui import health, views

PAGES = [
    "portal.ui.urls",
    "portal.privacy.urls",
    "portal.accounts.urls",
    "portal.access.urls",
    "portal.files.urls",
    "portal.webhooks.urls",
    "portal.organizations.urls",
    "portal.facts.urls",
    "portal.importing.urls",
    "portal.inbox.urls",
    "programs.policies.urls",
    "programs.catalog.urls",
    "programs.finding.urls",
    "programs.forms.urls",
    "programs.screening.urls",
    "programs.screening.whatif_urls",
    "applications.intake.urls",
    "applications.experts.urls",
    "applications.panels.urls",
    "applications.stations.urls",
    "applications.inviting.urls",
    "applications.ranking.urls",
    "applications.notices.urls",
    "applications.review.urls",
    "applications.audit.urls",
]
API = [
    "portal.accounts.api_urls",
    "portal.files.api_urls",
    "portal.webhooks.api_urls",
    "portal.organizations.api_urls",
    "portal.facts.api_urls",
    "portal.inbox.api_urls",
    "programs.policies.api_urls",
    "programs.catalog.api_urls",
    "programs.finding.api_urls",
    "programs.forms.api_urls",
    "programs.screening.api_urls",
    "applications.intake.api_urls",
    "applications.experts.api_urls",
    "applications.panels.api_urls",
    "applications.stations.api_urls",
    "applications.inviting.api_urls",
    "applications.ranking.api_urls",
    "applications.notices.api_urls",
    "applications.review.api_urls",
    "applications.audit.api_urls",
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    *(path("", include(module)) for module in PAGES),
    path("admin/", admin.site.urls),
    *(path("api/v1/", include(module)) for module in API),
    path("api/schema/", SpectacularAPIView.as_view(), name="api_schema"),
]

handler400 = views.bad_request
handler403 = views.forbidden
handler404 = views.not_found
handler429 = views.too_many_requests
handler500 = views.server_error
