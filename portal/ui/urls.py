"""Pages about the portal itself, and the reader's choices."""

from django.urls import URLPattern, URLResolver, path

from portal.ui import developer_pages, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", views.help_page, name="help"),
    path("contact/", views.contact, name="contact"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("api/docs/", developer_pages.api_docs, name="api_docs"),
    path("api/docs/getting-started/", developer_pages.getting_started, name="api_getting_started"),
    path("api/docs/changes/", developer_pages.changes, name="api_changes"),
    path("theme/", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
]
