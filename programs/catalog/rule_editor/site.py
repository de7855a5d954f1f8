"""The addresses of the rule editor on the admin's pages of programs and rounds."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from programs.catalog.rule_editor import pages


class WithRules(admin.ModelAdmin):
    """A rule set is shown, tried out and edited below its row; who may is who may see and change the row."""

    def rules_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The rule set."""
        return pages.rules(self, request, object_id)

    def test_view(self, request: HttpRequest, object_id: str, condition_id: int) -> HttpResponse:
        """The test of a condition."""
        return pages.test(self, request, object_id, condition_id)

    def get_urls(self) -> list[URLPattern]:
        name = f"catalog_{self.opts.model_name}"
        rules, test = (self.admin_site.admin_view(view) for view in (self.rules_view, self.test_view))
        own = [
            path("<path:object_id>/rules/", rules, name=f"{name}_rules"),
            path("<path:object_id>/rules/<int:condition_id>/", test, name=f"{name}_test"),
        ]
        return [*own, *super().get_urls()]
