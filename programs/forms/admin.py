from typing import Any

from django.contrib import admin
from django.db.models import Count, ForeignKey, Max, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.catalog.reaching import WithinReach
from programs.forms.checks import check_form
from programs.forms.models import Choice, Form, FormVersion, Question, Section
from programs.policies.models import Clause


def link(url: str, words: object) -> SafeString:
    """A link in a read-only field."""
    return format_html('<a href="{}">{}</a>', url, words)


def change_url(row: Form | Section) -> str:
    """Where a row is edited."""
    return reverse(f"admin:forms_{row._meta.model_name}_change", args=[row.pk])


class SectionInline(admin.StackedInline):
    model = Section
    fields = [("position", "key", "title", "title_en")]
    extra = 1
    show_change_link = True
    verbose_name_plural = gettext_lazy("sections (save, then open a section to write its questions)")


class QuestionInline(admin.StackedInline):
    model = Question
    fields = [("position", "key", "kind", "money_unit"), ("label", "required")]
    extra = 1
    show_change_link = True
    verbose_name_plural = gettext_lazy("questions (save, then open a question for its limits and choices)")


class ChoiceInline(admin.StackedInline):
    model = Choice
    fields = [("position", "value", "label", "label_en")]
    extra = 1


@admin.register(Form)
class FormAdmin(WithinReach):
    """A form with its sections; questions are on the section's page, choices on the question's."""

    offices = ("program__department",)
    list_display = ["program", "question_count", "latest_version"]
    list_select_related = ["program"]
    search_fields = ["program__title", "program__slug"]
    inlines = [SectionInline]
    change_form_template = "admin/catalog/change_form.html"
    readonly_fields = ["gaps", "preview", "published_versions"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Form]:
        counted = {
            "questions": Count("sections__questions", distinct=True),
            "latest": Max("versions__number"),
        }
        return super().get_queryset(request).annotate(**counted)

    def get_readonly_fields(self, request: HttpRequest, obj: Form | None = None) -> list[str]:
        """A form stays with its program."""
        return ["program", *self.readonly_fields] if obj else []

    def get_fields(self, request: HttpRequest, obj: Form | None = None) -> list[Any]:
        return ["program", *self.readonly_fields] if obj else ["program"]

    @admin.display(description=gettext_lazy("questions"), ordering="questions")
    def question_count(self, form: Form) -> int:
        return form.questions  # type: ignore[attr-defined]  # annotated in get_queryset

    @admin.display(description=gettext_lazy("latest version"), ordering="latest", empty_value="—")
    def latest_version(self, form: Form) -> int | None:
        return form.latest  # type: ignore[attr-defined]  # annotated in get_queryset

    @admin.display(description=gettext_lazy("missing before publishing"))
    def gaps(self, form: Form) -> str:
        found = check_form(form)
        if not found:
            return _("Nothing. Publishing a round freezes the form as its version.")
        items = format_html_join("", "<li>{}</li>", ((gap,) for gap in found))
        return format_html("<ul>{}</ul>", items)

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, form: Form) -> str:
        return link(reverse("form_preview", args=[form.program.slug]), _("See the form as applicants will"))

    @admin.display(description=gettext_lazy("published versions"))
    def published_versions(self, form: Form) -> str:
        rows = [
            (reverse("admin:forms_formversion_change", args=[version.pk]), version.number)
            for version in form.versions.all()
        ]
        return format_html_join(" ", '<a href="{}">v{}</a>', rows) or "—"


class PartAdmin(WithinReach):
    """A page below the form's page: reached from there, and leading back."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Parts are added on the page above."""
        return False

    def parent(self, row: Any) -> Form | Section:
        """The row on the page above."""
        raise NotImplementedError

    @admin.display(description=gettext_lazy("belongs to"))
    def belongs_to(self, row: Any) -> str:
        return link(change_url(self.parent(row)), self.parent(row))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return HttpResponseRedirect(change_url(self.parent(obj)))


@admin.register(Section)
class SectionAdmin(PartAdmin):
    offices = ("form__program__department",)
    fields = ["belongs_to", "position", "key", "title", "title_en", "intro", "intro_en"]
    readonly_fields = ["belongs_to"]
    inlines = [QuestionInline]
    list_display = ["title", "form"]
    list_select_related = ["form__program"]

    def parent(self, row: Section) -> Form:
        return row.form


@admin.register(Question)
class QuestionAdmin(PartAdmin):
    offices = ("section__form__program__department",)
    fieldsets = [
        (None, {"fields": ["belongs_to", "position", "key", "kind", "required", "clause"]}),
        (gettext_lazy("Words"), {"fields": ["label", "label_en", "help", "help_en", "unit", "unit_en"]}),
        (gettext_lazy("What is accepted"), {"fields": ["minimum", "maximum", "money_unit", "is_amount"]}),
    ]
    readonly_fields = ["belongs_to"]
    inlines = [ChoiceInline]
    list_display = ["label", "section", "kind"]
    list_select_related = ["section"]

    def parent(self, row: Question) -> Section:
        return row.section

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Clauses are named with their document."""
        if db_field.name == "clause":
            kwargs["queryset"] = Clause.objects.select_related("document").order_by("document", "position")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


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
            "<div>{}: {}</div>",
            (
                (section["title"], _(", ").join(question["label"] for question in section["questions"]))
                for section in version.screen["sections"]
            ),
        )
