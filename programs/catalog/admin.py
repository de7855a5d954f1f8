from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.ui.texts import labelled
from programs.catalog import services
from programs.catalog.admin_forms import ProgramForm, RoundForm
from programs.catalog.admin_pages import Publishable, found, moving
from programs.catalog.models import (
    ApprovalLevel,
    CommonQuestion,
    Condition,
    Program,
    RequiredDocument,
    Round,
    RoundChange,
    RoundStage,
)
from programs.catalog.reaching import WithinReach
from programs.catalog.reminding import all_offsets
from programs.catalog.rule_editor.site import WithRules
from programs.catalog.rules import CHANGEABLE_PROGRAM_FIELDS, CHANGEABLE_ROUND_FIELDS, is_relied_on
from programs.catalog.terms.showing import shown_terms
from programs.policies.models import Clause


class WithClauses(admin.options.BaseModelAdmin):
    """Choices of a clause name its document too."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "clause":
            kwargs["queryset"] = Clause.objects.select_related("document")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "clauses":
            kwargs["queryset"] = Clause.objects.select_related("document")
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class LineInline(WithClauses, admin.StackedInline):
    """Lines of a round: free in a draft, only read once it is published. Stacked: every field has a label."""

    extra = 1

    def has_add_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _published(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _published(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _published(obj) and super().has_delete_permission(request, obj)


class ConditionInline(LineInline):
    model = Condition
    fields = [("position", "clause"), "sentence", "sentence_en"]


class StandingConditionInline(WithClauses, admin.StackedInline):
    """What a program asks for as long as it has no round; only read while applicants rely on the program."""

    model = Condition
    fields = ConditionInline.fields
    extra = 0
    verbose_name_plural = gettext_lazy("conditions as long as there is no round")

    def has_add_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        return not _relied_on(obj) and super().has_add_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        return not _relied_on(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        return not _relied_on(obj) and super().has_delete_permission(request, obj)


class RequiredDocumentInline(LineInline):
    model = RequiredDocument
    fields = [("position", "clause"), ("name", "name_en"), ("how", "how_en")]


class CommonQuestionInline(admin.StackedInline):
    """Help for applicants: may change at any time."""

    model = CommonQuestion
    extra = 0
    fields = ["position", ("question", "question_en"), "answer", "answer_en"]


class RoundStageInline(LineInline):
    model = RoundStage
    fields = [("stage", "department"), ("days", "remind_days", "escalate_to")]


class ApprovalLevelInline(LineInline):
    model = ApprovalLevel
    fields = [("position", "department", "rank")]


class OnlyRead(admin.StackedInline):
    """Rows that are made elsewhere."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoundChangeInline(OnlyRead):
    model = RoundChange
    readonly_fields = ["at", "by", "field", "before", "after", "reason"]
    fields = [("at", "by", "field"), ("before", "after"), "reason"]


class RoundInline(OnlyRead):
    model = Round
    readonly_fields = ["name", "code", "opens_at", "closes_at", "status"]
    fields = [("name", "code", "status"), ("opens_at", "closes_at")]
    show_change_link = True
    verbose_name_plural = gettext_lazy("rounds (add them under Rounds)")


def _relied_on(program: Program | None) -> bool:
    return bool(program and program.pk and is_relied_on(program))


def _published(round_: Round | None) -> bool:
    return bool(round_ and round_.pk and round_.status == Round.Status.PUBLISHED)


@admin.register(Program)
class ProgramAdmin(WithinReach, WithClauses, WithRules, Publishable):
    form = ProgramForm
    list_display = ["title", "kind", "department", "status"]
    list_filter = ["kind", "status", ("department", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["department"]
    search_fields = ["title", "title_en", "slug"]
    filter_horizontal = ["clauses", "measures", "targets"]
    inlines = [StandingConditionInline, CommonQuestionInline, RoundInline]
    change_form_template = "admin/catalog/change_form.html"
    fields = [
        "slug", "kind", ("title", "title_en"), "summary", "summary_en", ("benefit", "benefit_en"),
        "description", "description_en", "department", "clauses", "measures", "targets", "terms",
        "exclusion_group", ("contact_name", "contact_phone"), "status", "preview",
    ]  # fmt: skip

    def get_fields(self, request: HttpRequest, obj: Program | None = None) -> list[Any]:
        """Terms come once the kind is saved; while applicants rely on them they are only read."""
        if obj is None:
            return [row for row in self.fields if row != "terms"]
        return ["terms_in_words" if row == "terms" and is_relied_on(obj) else row for row in self.fields]

    @admin.display(description=gettext_lazy("terms"))
    def terms_in_words(self, program: Program) -> str | SafeString:
        shown = [term for term in shown_terms(program.kind, program.terms, {}) if term.is_stated]
        rows = ((labelled(term.label, term.words), program.terms[term.term.key]["source"]) for term in shown)
        return format_html_join("", '<p>{} <span class="quiet">{}</span></p>', rows) or "—"

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> list[str]:
        """While a published round is open or coming, only the contact may change."""
        if obj is None or not is_relied_on(obj):
            address = ["slug"] if obj and obj.status == Program.Status.PUBLISHED else []
            return [*address, "status", "preview"]
        names = [name for row in self.fields for name in ([row] if isinstance(row, str) else row)]
        return ["terms_in_words", *(name for name in names if name not in CHANGEABLE_PROGRAM_FIELDS)]

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, program: Program) -> str | SafeString:
        return _preview_link(program) if program.pk else ""

    def save_model(self, request: HttpRequest, obj: Program, form: ModelForm, change: bool) -> None:
        """The contact of a program that is relied on changes through the service. The row is locked first: no
        round is published between the question and the answer."""
        if change and is_relied_on(Program.objects.select_for_update(of=("self",)).get(pk=obj.pk)):
            assert request.user.is_authenticated
            services.change_contact(obj.pk, obj.contact_name, obj.contact_phone, request.user)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        services.refresh_search(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Program | None = None) -> bool:
        draft = obj is None or obj.status == Program.Status.DRAFT
        return draft and super().has_delete_permission(request, obj)


@admin.register(Round)
class RoundAdmin(WithinReach, WithRules, Publishable):
    form = RoundForm
    list_display = ["name", "program", "department", "opens_at", "closes_at", "phase_now", "status"]
    list_filter = [
        "status",
        *((name, admin.RelatedOnlyFieldListFilter) for name in ("program", "department")),
    ]
    offices = ("program__department", "department")
    list_select_related = ["program", "department"]
    search_fields = ["name", "name_en", "program__title", "code"]
    date_hierarchy = "opens_at"
    inlines = [
        ConditionInline, RequiredDocumentInline, RoundStageInline, ApprovalLevelInline, RoundChangeInline
    ]  # fmt: skip
    change_form_template = "admin/catalog/change_form.html"
    readonly_fields = ["planned_closes_at", "status", "published_at", "published_by", "preview"]
    fields = [
        "program", "department", "code", ("name", "name_en"), ("opens_at", "closes_at"),
        "holiday_rule", "planned_closes_at", "grace_minutes", "station_closes_at", "extension", "notice",
        "budget", "amount_cap", ("cap_period", "cap_period_en"), "applicant_kinds", "live_limit",
        ("needs_verification", "reference_year"),
        ("mode", "follows"), ("check_days", "correction_days", "decision_days"),
        ("sign_off", "seal_days"), ("paper_copies", "paper_copies_en"), "reminders",
        "status", ("published_at", "published_by"), "preview",
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> list[str]:
        """Once published, only the reminders may change here; the deadline moves on a page of its own."""
        if not _published(obj):
            return list(self.readonly_fields)
        names = [name for row in self.fields for name in ([row] if isinstance(row, str) else row)]
        return [name for name in names if name not in CHANGEABLE_ROUND_FIELDS]

    @admin.display(description=gettext_lazy("application phase"))
    def phase_now(self, round_: Round) -> str:
        return str(round_.phase().label) if _published(round_) else "—"

    @admin.display(description=gettext_lazy("preview"))
    def preview(self, round_: Round) -> str | SafeString:
        return _preview_link(round_.program, f"?round={round_.pk}") if round_.pk else ""

    def save_model(self, request: HttpRequest, obj: Round, form: ModelForm, change: bool) -> None:
        """A published round changes through the service."""
        if change and _published(obj):
            assert request.user.is_authenticated
            services.change_reminders(obj.pk, all_offsets(obj), request.user)
        else:
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """A new round for which no condition is written takes over those of its program."""
        super().save_related(request, form, formsets, change)
        if not change:
            services.take_over_conditions(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Round | None = None) -> bool:
        return not _published(obj) and super().has_delete_permission(request, obj)

    def move_deadline_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The intermediate form."""
        return moving(self, request, found(self, request, object_id))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_deadline_view)
        own = path("<path:object_id>/move-deadline/", view, name="catalog_round_move_deadline")
        return [own, *super().get_urls()]


def _preview_link(program: Program, query: str = "") -> SafeString:
    return format_html(
        '<a href="{}{}">{}</a>',
        reverse("program_preview", args=[program.slug]),
        query,
        _("See the public page"),
    )
