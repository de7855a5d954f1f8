"""Files that were read, without reading one."""

import secrets
from typing import Any

from django.db.models import Max

from portal.accounts.models import User
from portal.files.models import StoredFile
from programs.sources.models import DraftClause, SourceFile, SourcePage
from tests.factories.accounts import UserFactory
from tests.factories.policies import DocumentFactory


def ready(*rows: dict[str, Any], **values: Any) -> SourceFile:
    """A file of one page, split into these rows; each has a heading and a wording."""
    stored = StoredFile.objects.create(sha256=secrets.token_hex(32), size=1, media_type="application/pdf")
    found = {"state": SourceFile.State.READY, "name": "办法.pdf", "pages_total": 1} | values
    found.setdefault("uploaded_by", User.objects.first() or UserFactory())
    if "document" not in found:
        found["document"] = DocumentFactory()
    source = SourceFile.objects.create(file=stored, **found)
    SourcePage.objects.create(source=source, number=1, text="第一条 目的。")
    for row in rows:
        add(source, **row)
    return source


def add(source: SourceFile, **values: Any) -> DraftClause:
    """One row more."""
    position = (source.rows.aggregate(last=Max("position"))["last"] or 0) + 1
    first = {"position": position, "heading": f"第{position}件事", "text": f"第{position}件事的内容。"}
    return DraftClause.objects.create(source=source, **(first | values))


def shape(source: SourceFile) -> list[tuple[int, str, str]]:
    """Level, printed number and wording of each row that was not removed."""
    rows = source.rows.filter(removed=False).order_by("position")
    return [(row.level, row.printed, row.text) for row in rows]
