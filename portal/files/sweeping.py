"""Deletes contents that no row refers to any more."""

import logging
from collections.abc import Iterator
from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from portal.files.locks import hold
from portal.files.models import StoredFile
from portal.files.storage import Unavailable, place

logger = logging.getLogger(__name__)


def unused(before: datetime) -> QuerySet[StoredFile]:
    """Stored before the moment, and named by no foreign key of any app."""
    rows = StoredFile.objects.filter(stored_at__lt=before)
    for naming in _named_by():
        rows = rows.exclude(naming)
    return rows


def _named_by() -> Iterator[Exists]:
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not isinstance(relation.related_model, str):
            rows = relation.related_model._base_manager
            yield Exists(rows.filter(**{relation.field.name: OuterRef("pk")}))


def sweep(before: datetime, count_only: bool, limit: int) -> int:
    """Delete rows and contents of a batch, or count all; how many."""
    rows = unused(before)
    if count_only:
        return rows.count()
    found = list(rows.order_by("pk").values_list("pk", "sha256")[:limit])
    return sum(_delete(pk, sha256) for pk, sha256 in found)


def _delete(pk: int, sha256: str) -> bool:
    """One content, unless it was named or sent again meanwhile."""
    try:
        with transaction.atomic():
            hold(sha256)
            StoredFile.objects.filter(pk=pk).delete()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            place().remove(sha256)
    except IntegrityError:
        return False  # somebody names it since
    except Unavailable as error:
        logger.warning("Content %s is deleted another time: %s", sha256[:12], error)
        return False
    return True
