"""Personal data in files of organizations: names that no longer hold, documents taken off."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.facts.definitions import FACTS
from portal.facts.models import Document, Shareholder, Statement
from portal.privacy.erasing import delete_rows
from portal.privacy.registry import Kind, register_eraser, register_retention

PERSONAL = [key for key, fact in FACTS.items() if fact.personal]


def past_names(before: datetime | None = None) -> QuerySet[Statement]:
    """Stated names of people that a newer statement has replaced, before a moment where one is given."""
    newer = Statement.objects.filter(
        Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), pk__gt=OuterRef("pk")),
        organization=OuterRef("organization"),
        key=OuterRef("key"),
    )
    if before is not None:
        newer = newer.filter(stated_at__lt=before)
    return Statement.objects.filter(Exists(newer), key__in=PERSONAL, erased_at=None, value__isnull=False)


def erase_past_names(before: datetime, count_only: bool, limit: int) -> int:
    """Who represented or controlled an organization once; that somebody did, and when, stays.

    A shareholder that was taken back loses the name too, unless it is an organization with a code.
    """
    names = past_names(before)
    gone = Shareholder.objects.filter(withdrawn_at__lt=before, code="").exclude(name="—")
    if count_only:
        return names.count() + gone.count()
    found = list(names.order_by("pk").values_list("pk", flat=True)[:limit])
    left = list(gone.order_by("pk").values_list("pk", flat=True)[: limit - len(found)])
    Shareholder.objects.filter(pk__in=left).update(name="—")
    return erase(Statement.objects.filter(pk__in=found), before) + len(left)


def erase(rows: QuerySet[Statement], now: datetime) -> int:
    """Empty the values; the statements stay, so that the file still says who stated when."""
    return rows.filter(erased_at=None).update(value=None, erased_at=now)


def removed_documents(before: datetime, count_only: bool, limit: int) -> int:
    """Documents taken off long ago; their files go when nothing else refers to them."""
    return delete_rows(Document.objects.filter(removed_at__lt=before), count_only, limit)


def forget_names(user: User, now: datetime) -> None:
    """The person's name where it no longer holds; who represents an organization today does so publicly."""
    if user.name:
        erase(Statement.objects.filter(pk__in=past_names().filter(value=user.name).values("pk")), now)


def register_all() -> None:
    """Told from AppConfig.ready()."""
    register_eraser(forget_names)
    register_retention(
        Kind(
            "past_names",
            gettext_lazy("Names that files of organizations once held"),
            "erase",
            erase_past_names,
        )
    )
    register_retention(
        Kind(
            "removed_documents",
            gettext_lazy("Documents taken off files of organizations"),
            "delete",
            removed_documents,
        )
    )
