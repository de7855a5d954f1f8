"""What people do with spreadsheets: upload, have looked through, enter, download."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from portal.accounts.models import Department, Post, User
from programs.exchange import services
from programs.exchange.models import Import, Table
from programs.exchange.working import work_through_files
from tests.factories.accounts import LONG_AGO, UserFactory
from tests.factories.catalog import administrator
from tests.factories.spreadsheets import file

Rows = Sequence[Sequence[Any]]
Said = list[tuple[int, str, list[str]]]


def english() -> User:
    """The administrator, who is told in English."""
    user = administrator()
    User.objects.filter(pk=user.pk).update(language="en")
    user.language = "en"
    return user


def official(office: Department) -> User:
    user = UserFactory(language="en")
    Post.objects.create(user=user, department=office, starts_on=LONG_AGO, edits_programs=True)
    return user


def worked(imported: Import) -> Import:
    work_through_files(timezone.now())
    imported.refresh_from_db()
    return imported


def taken(table: Table, content: SimpleUploadedFile, by: User | None = None) -> Import:
    """A file looked through."""
    return worked(services.upload(table, content, by=by or english()))


def uploaded(rows: Rows, table: Table = Table.PROGRAMS, by: User | None = None) -> Import:
    return taken(table, file(rows), by)


def entered(imported: Import) -> Import:
    return worked(services.order(imported.pk, imported.digest, by=imported.by))


def said(imported: Import) -> Said:
    return [(line.number, line.does, line.errors) for line in imported.lines.all()]


def told(imported: Import) -> list[tuple[str, str, str]]:
    """What changes, as (label, before, after)."""
    return [
        (change["label"], change["before"], change["after"])
        for line in imported.lines.all()
        for change in line.changes
    ]


def signed_in(user: User) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user)
    return client


def downloaded(table: Table, user: User | None = None, query: str = "") -> SimpleUploadedFile:
    url = reverse("admin:exchange_import_export", args=[table.value])
    answer = signed_in(user or english()).get(url + query)
    assert answer.status_code == 200
    return SimpleUploadedFile(f"{table.value}.xlsx", answer.content)


def book(**sheets: Rows) -> SimpleUploadedFile:
    """A file with these sheets; `_` in a name is a space."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        page = made.create_sheet(title.replace("_", " "))
        for row in rows:
            page.append(list(row))
    content = BytesIO()
    made.save(content)
    return SimpleUploadedFile("table.xlsx", content.getvalue())
