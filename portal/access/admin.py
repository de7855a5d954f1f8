"""The admin notes whose data its pages show. The log itself is read on its own page."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from portal.access.services import Subject, Verb, note, person
from portal.accounts.admin import PersonAdmin
from portal.accounts.capacities import Capacity
from portal.accounts.models import User


class Watched:
    """A ModelAdmin whose rows are somebody's data: `watched(row)` says whose, `str(row)` which."""

    watched: Callable[[Any], Iterable[Subject]]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page of a row, noted when it was shown."""
        response: HttpResponse = super().change_view(  # type: ignore[misc]  # a mixin of ModelAdmin
            request, object_id, *args, **kwargs
        )
        if request.method == "GET" and response.status_code == 200:
            row = self.get_object(request, object_id)  # type: ignore[attr-defined]  # a mixin of ModelAdmin
            if row is not None:
                note(request, Verb.OPENED, type(self).watched(row), str(row), capacity=administrator(request))
        return response


def administrator(request: HttpRequest) -> Capacity:
    """The admin is used as an administrator, whatever the pages are read as."""
    assert isinstance(request.user, User)
    return Capacity(request.user, "admin", "admin", "管理员")


admin.site.unregister(User)


@admin.register(User)
class WatchedPersonAdmin(Watched, PersonAdmin):
    """As accounts has it, with a note of every look."""

    @staticmethod
    def watched(row: User) -> list[Subject]:
        """The person themselves."""
        return [person(row)]
