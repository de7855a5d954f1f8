"""People, departments, posts and roles in the admin."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import ChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.editing import may_enter
from portal.accounts.models import ApiToken, Department, Post, Role, User
from portal.accounts.security_admin import remove_second_steps
from portal.accounts.services import confirm_email, save_department
from portal.accounts.tokens import revoke

admin.site.unregister(Group)  # what people may do comes from posts, roles and memberships
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # one way in, with its limits
admin.site.has_permission = may_enter  # type: ignore[method-assign]  # officials who edit programs come in too


class ToRead(admin.TabularInline):
    """Shown here, changed on the portal's own pages, where every change is written into the history."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PostInline(ToRead):
    model = Post
    fk_name = "user"
    fields = ["department", "rank", "starts_on", "ends_on", "edits_programs"]


class RoleInline(ToRead):
    model = Role


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "name"]


class PersonForm(UserChangeForm):
    language = ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


@admin.register(User)
class PersonAdmin(UserAdmin):
    """A person entered here needs no verification e-mail: the house knows the address.

    Posts, roles and the closing of an account are decided on the person's page ("view on site").
    """

    form = PersonForm
    add_form = PersonCreationForm
    ordering = ["email"]
    list_display = ["email", "name", "is_active", "is_staff", "date_joined"]
    list_filter = ["is_active", "is_staff", "posts__department", "roles__kind"]
    search_fields = ["email", "name", "phone"]
    filter_horizontal = []
    inlines = [PostInline, RoleInline]
    actions = [remove_second_steps]
    readonly_fields = ["is_active", "is_staff", "is_superuser", "last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "name", "phone", "language"]}),
        (gettext_lazy("Access"), {"fields": ["is_active", "is_staff", "is_superuser"]}),
        (gettext_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "usable_password", "password1", "password2"]})]

    def view_on_site(self, obj: User) -> str:
        """Where posts, roles and the account are decided on."""
        return reverse("person", args=[obj.pk])

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change or "email" in form.changed_data:
            confirm_email(obj)


class DepartmentForm(ModelForm):
    class Meta:
        model = Department
        fields = [
            "code", "name", "name_en", "level", "region", "parent", "phone", "address", "office_hours",
            "second_person",
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A tree has no circle."""
        cleaned = super().clean() or self.cleaned_data
        parent = cleaned.get("parent")
        if parent and self.instance.pk and parent.path.startswith(self.instance.path):
            raise ValidationError({"parent": _("A department cannot be placed below itself.")})
        return cleaned


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    form = DepartmentForm
    list_display = ["name", "code", "level", "region", "parent", "path"]
    list_filter = ["level"]
    list_select_related = ["region", "parent"]
    search_fields = ["name", "code"]
    raw_id_fields = ["region"]

    def save_model(self, request: HttpRequest, obj: Department, form: ModelForm, change: bool) -> None:
        save_department(obj)


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin):
    """To look at and to end: an administrator can revoke a token but not make one."""

    list_display = ["name", "user", "scope", "created_at", "expires_at", "last_used_at", "revoked_at"]
    list_select_related = ["user"]
    search_fields = ["name", "user__email"]
    actions = ["revoke_chosen"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ApiToken | None = None) -> bool:
        return False

    @admin.action(description=gettext_lazy("Revoke the chosen tokens"), permissions=["view"])
    def revoke_chosen(self, request: HttpRequest, queryset: Any) -> None:
        for token in queryset:
            revoke(token)
        messages.success(request, _("The chosen tokens no longer open anything."))
