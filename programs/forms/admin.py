from django.contrib import admin
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.texts import labelled
from portal.versions.admin import VersionedAdmin
from programs.catalog.reaching import WithinReach, reach
from programs.forms.builder.site import WithBuilder
from programs.forms.models import Form, FormVersion, LibraryQuestion


def link(url: str, words: object) -> SafeString:
    """A link in a read-only field."""
    return format_html('<a href="{}">{}</a>', url, words)


@admin.register(Form)
class FormAdmin(WithinReach, WithBuilder, VersionedAdmin):
    """A form is added for a program; then it is built on pages of its own."""

    offices = ("program__department",)
    list_display = ["program", "question_count", "latest_version"]
    list_select_related = ["program"]
    search_fields = ["program__title", "program__slug"]
    fields = ["program"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Form]:
        own = Q(sections__questions__parent=None)
        counted = {
            "questions": Count("sections__questions", distinct=True, filter=own),
            "latest": Max("versions__number"),
        }
        return super().get_queryset(request).annotate(**counted)

    def response_add(
        self, request: HttpRequest, obj: Form, post_url_continue: str | None = None
    ) -> HttpResponse:
        """On to the outline, which is empty."""
        return HttpResponseRedirect(reverse("admin:forms_form_change", args=[obj.pk]))

    @admin.display(description=gettext_lazy("questions"), ordering="questions")
    def question_count(self, form: Form) -> int:
        return form.questions  # type: ignore[attr-defined]  # annotated in get_queryset

    @admin.display(description=gettext_lazy("latest version"), ordering="latest", empty_value="—")
    def latest_version(self, form: Form) -> int | None:
        return form.latest  # type: ignore[attr-defined]  # annotated in get_queryset


@admin.register(LibraryQuestion)
class LibraryAdmin(admin.ModelAdmin):
    """Questions kept for any form; each department looks after its own."""

    list_display = ["name", "asks", "department"]
    list_select_related = ["department"]
    search_fields = ["name", "name_en", "words"]
    fields = ["name", "name_en", "words", "asks", "department"]
    readonly_fields = ["asks", "department"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """They are kept from a form: on the page of a question."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: LibraryQuestion | None = None) -> bool:
        return super().has_change_permission(request, obj) and _keeps(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: LibraryQuestion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _keeps(request, obj)

    @admin.display(description=gettext_lazy("asks"))
    def asks(self, row: LibraryQuestion) -> str:
        labels = [row.content.get("label", ""), *(part["label"] for part in row.content.get("parts", []))]
        return _(", ").join(labels)


def _keeps(request: HttpRequest, row: LibraryQuestion | None) -> bool:
    """What is everybody's is kept by administrators."""
    own = reach(request)
    if row is None or own.everywhere:
        return True
    return row.department is not None and own.covers(row.department)


@admin.register(FormVersion)
class FormVersionAdmin(WithinReach):
    """Frozen: to read only."""

    offices = ("form__program__department",)
    list_display = ["form", "number", "published_at", "published_by"]
    list_select_related = ["form__program", "published_by"]
    search_fields = ["form__program__title", "form__program__slug"]
    readonly_fields = ["form", "number", "published_at", "published_by", "rounds", "preview", "outline"]
    fields = ["form", "number", "published_at", "published_by", "rounds", "preview", "outline"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FormVersion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FormVersion | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("rounds that use it"))
    def rounds(self, version: FormVersion) -> str:
        pins = version.round_pins.select_related("round")
        return format_html_join("", "<div>{}</div>", ((pin.round.name,) for pin in pins)) or "—"

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, version: FormVersion) -> str:
        url = reverse("form_preview", args=[version.form.program.slug], query={"version": version.number})
        return link(url, _("See this version as applicants do"))

    @admin.display(description=gettext_lazy("questions"))
    def outline(self, version: FormVersion) -> str:
        return format_html_join(
            "",
            "<div>{}</div>",
            (
                (labelled(section["title"], _(", ").join(row["label"] for row in section["questions"])),)
                for section in version.screen["sections"]
            ),
        )
