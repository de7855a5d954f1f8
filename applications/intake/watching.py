"""Notes in the access log: who in office looked at whose application."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.http import HttpRequest

from applications.intake.models import Application
from portal.access.services import Subject, SubjectKind, Verb, note, person
from portal.organizations.watching import organization

if TYPE_CHECKING:
    from rest_framework.request import Request

# Pages that note more exactly what they gave.
OWN_NOTE = {"application_file"}


def subject(application: Application) -> Subject:
    """Whose data an application is."""
    if application.organization:
        return organization(application.organization)
    assert application.person is not None
    return person(application.person)


def opened(request: "HttpRequest | Request", applications: Iterable[Application]) -> None:
    """Pages or answers of the API that show applications, read only."""
    match = request.resolver_match
    if request.method != "GET" or (match and match.url_name in OWN_NOTE):
        return
    found = list(applications)
    what = str(found[0]) if len(found) == 1 else ""
    note(request, Verb.OPENED, [subject(application) for application in found], what)


def downloaded(request: "HttpRequest | Request", application: Application, name: str) -> None:
    """A file of an application."""
    note(request, Verb.DOWNLOADED, [subject(application)], f"{application} {name}")


def exported(request: "HttpRequest | Request", rows: QuerySet[Application], what: str) -> None:
    """A list that left the portal: an entry for each applicant in it."""
    note(request, Verb.EXPORTED, applicants(rows), what)


def applicants(rows: QuerySet[Application]) -> Iterator[Subject]:
    """Everybody whose applications the rows are; asked only where it is noted."""
    organizations = rows.order_by().exclude(organization=None)
    for pk, name in organizations.values_list("organization", "organization__name").distinct():
        yield Subject(SubjectKind.ORGANIZATION, pk, name)
    people = rows.order_by().filter(organization=None)
    for pk, name in people.values_list("person", "person__name").distinct():
        yield Subject(SubjectKind.PERSON, pk, name)
