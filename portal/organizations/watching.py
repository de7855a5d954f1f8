"""Notes in the access log: who in office looked at whose file."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.access.services import Subject, SubjectKind, Verb, note
from portal.organizations.models import AuthorityProof, Organization

if TYPE_CHECKING:
    from rest_framework.request import Request


def organization(row: Organization) -> Subject:
    """Whose data a file is."""
    return Subject(SubjectKind.ORGANIZATION, row.pk, row.name)


def opened(request: "HttpRequest | Request", rows: Iterable[Organization]) -> None:
    """A page or an answer of the API that shows files, read only."""
    if request.method == "GET":
        note(request, Verb.OPENED, [organization(row) for row in rows], _("Organization file"))


def exported(request: "HttpRequest | Request", rows: Iterable[tuple[int, str]]) -> None:
    """The register as a spreadsheet: an entry for each organization in it, by number and name."""
    subjects = (Subject(SubjectKind.ORGANIZATION, pk, name) for pk, name in rows)
    note(request, Verb.EXPORTED, subjects, _("Register of organizations"))


def proof(request: HttpRequest, row: AuthorityProof, *, file: bool = False) -> None:
    """A proof of authority, or the letter itself."""
    verb = Verb.DOWNLOADED if file else Verb.OPENED
    note(request, verb, [organization(row.organization)], row.file_name)


def papers(request: HttpRequest, row: Organization, name: str) -> None:
    """A document or certificate of a file."""
    note(request, Verb.DOWNLOADED, [organization(row)], name)
