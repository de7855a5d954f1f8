"""Pages about the portal itself, and the reader's choices."""

from django.urls import URLPattern, URLResolver, path

from portal.ui import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("help/", views.help_page, name="help"),
    path("contact/", views.contact, name="contact"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("theme/", views.theme, name="theme"),
    path("robots.txt", views.robots, name="robots"),
]
