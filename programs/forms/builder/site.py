"""The builder's addresses below a form in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from programs.forms.builder import exchange_pages, pages, question_pages, rule_pages, taking

PAGES = {
    "section/add/": ("add_section", pages.section),
    "section/<int:section_id>/": ("section", pages.section),
    "section/<int:section_id>/add/": ("choose_kind", question_pages.choose_kind),
    "section/<int:section_id>/add/<slug:kind>/": ("add_question", question_pages.add_question),
    "question/<int:parent_id>/add/": ("choose_part", question_pages.choose_kind),
    "question/<int:parent_id>/add/<slug:kind>/": ("add_part", question_pages.add_question),
    "question/<int:question_id>/": ("question", question_pages.question),
    "question/<int:question_id>/usual/": ("usual", question_pages.usual),
    "question/<int:question_id>/keep/": ("keep", question_pages.keep),
    "<slug:kind>/<int:pk>/remove/": ("remove", pages.remove),
    "rules/<slug:what>/add/": ("add_rule", rule_pages.rule),
    "rules/<slug:what>/<int:pk>/": ("rule", rule_pages.rule),
    "take/": ("take", taking.take),
    "export/": ("export", exchange_pages.export),
    "import/": ("import", exchange_pages.load),
}


class WithBuilder(admin.ModelAdmin):
    """A form is built on pages of its own; who may is who may see and change the form."""

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The outline."""
        return pages.outline(self, request, object_id)

    def get_urls(self) -> list[URLPattern]:
        own = []
        for route, (name, view) in PAGES.items():

            def shown(
                request: HttpRequest, object_id: str, view: Any = view, **arguments: Any
            ) -> HttpResponse:
                answer: HttpResponse = view(self, request, object_id, **arguments)
                return answer

            own.append(
                path(f"<int:object_id>/{route}", self.admin_site.admin_view(shown), name=f"forms_form_{name}")
            )
        return [*own, *super().get_urls()]
