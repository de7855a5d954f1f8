"""Pages of the administration that keep to the departments whose programs somebody edits."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest

from portal.accounts.editing import Reach, reach_of
from portal.accounts.models import Department, User
from programs.catalog.models import Program, Round


def reach(request: HttpRequest) -> Reach:
    """What who is signed in edits."""
    return reach_of(request.user) if isinstance(request.user, User) else Reach()


class WithinReach(admin.ModelAdmin):
    """Rows whose departments are all within reach: others are not there, and none can be moved out of it.

    `offices`: lookups that lead from a row to its departments.
    """

    offices: tuple[str, ...] = ("department",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Lists, pages, actions, versions and deletions all start from here."""
        return super().get_queryset(request).filter(reach(request).within(*self.offices))

    def formfield_for_foreignkey(
        self, db_field: "ForeignKey[Any, Any]", request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Departments, programs and rounds to choose from are those within reach."""
        if (rows := reachable(db_field.related_model, request)) is not None:
            kwargs["queryset"] = rows
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def reachable(model: Any, request: HttpRequest) -> QuerySet[Any] | None:
    """The rows of a model that may be chosen; None where the model knows no department."""
    if model is Department:
        return Department.objects.filter(reach(request).within(""))
    if model not in (Program, Round) or not isinstance(request.user, User):
        return None
    rows: QuerySet[Any] = model.objects.editable_by(request.user)
    return rows
