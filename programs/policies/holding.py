"""Clauses that something above rests on by name, not by a link: they are not deleted. Upper apps tell."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete
from django.forms import BaseInlineFormSet
from django.http import HttpRequest

from programs.policies.models import Clause, PolicyDocument

Holder = Callable[[Iterable[int]], Iterator[tuple[str, Model]]]
_holders: list[Holder] = []


def register_holder(holder: Holder) -> None:
    """`holder(ids)` says of clauses who rests on them, a sentence and the row each (from AppConfig.ready)."""
    _holders.append(holder)


def held(clauses: Iterable[int]) -> list[tuple[str, Model]]:
    """Why these clauses cannot be deleted, and for whom."""
    ids = list(clauses)
    return [found for holder in _holders for found in holder(ids)] if ids else []


def connect() -> None:
    """From AppConfig.ready()."""
    pre_delete.connect(refuse, sender=Clause, dispatch_uid="policies.holding")


def refuse(instance: Clause, **kwargs: Any) -> None:
    """Raises ProtectedError: every way to delete a clause passes here, the one with its document too."""
    if found := held([instance.pk]):
        raise ProtectedError(
            " ".join(sentence for sentence, _row in found), {row for _sentence, row in found}
        )


class HeldClauses(admin.ModelAdmin):
    """The admin of clauses or documents: the page that asks before deleting says who rests on them."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """With a sentence for each that rests on one of the clauses."""
        rows, counts, perms, protected = super().get_deleted_objects(objs, request)
        ids = [row.pk for row in objs]
        if self.model is PolicyDocument:
            ids = list(Clause.objects.filter(document__in=ids).values_list("pk", flat=True))
        return rows, counts, perms, [*protected, *(sentence for sentence, _row in held(ids))]


class HeldFormSet(BaseInlineFormSet):
    """The clauses on the page of their document."""

    def clean(self) -> None:
        """Refused, where one is to be deleted that somebody rests on."""
        super().clean()
        ids = [form.instance.pk for form in self.deleted_forms if form.instance.pk]
        if found := held(ids):
            raise ValidationError([sentence for sentence, _row in found])
