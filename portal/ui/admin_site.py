"""The admin's site: stock, but for sentences of its scripts that Django does not translate yet."""

from typing import Any, cast

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.i18n import JavaScriptCatalog


class ScriptCatalog(JavaScriptCatalog):
    """Django's own, with what Django 6.1 says of time zones beside the fields of times."""

    packages = ["django.contrib.admin"]

    def get_catalog(self) -> dict[str, Any]:
        ahead = (
            "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour ahead.)",
            [
                ngettext(
                    "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour ahead.)",
                    "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours ahead.)",
                    count,
                )
                for count in (1, 2)
            ],
        )
        behind = (
            "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour behind.)",
            [
                ngettext(
                    "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hour behind.)",
                    "Note: Enter times in the %(timezone)s timezone. (You are %(offset)s hours behind.)",
                    count,
                )
                for count in (1, 2)
            ],
        )
        return {**super().get_catalog(), **dict([ahead, behind])}


class PortalAdminSite(AdminSite):
    """Django's, with our catalog for its scripts."""

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """What the scripts of the admin say, in the reader's language."""
        return cast(HttpResponse, ScriptCatalog.as_view()(request))


class PortalAdminConfig(AdminConfig):
    """In the place of django.contrib.admin."""

    default_site = "portal.ui.admin_site.PortalAdminSite"
