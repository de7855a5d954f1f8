"""What the portal knows of both sides, read for all applications and experts of a panel at once.

A fixed number of queries, however many rows. Everything is turned into keys here; rules only compare.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Q

from applications.experts.models import Expert, Tie
from applications.intake.models import AnswerChange, Application, SignOff, Submission
from applications.panels.models import Avoidance
from applications.panels.parties import Applicant, Reviewer, Stated, key, keys
from portal.facts.models import Shareholder
from portal.organizations.models import Membership, Organization
from programs.forms.models import FormVersion
from programs.forms.models import Question as Row
from programs.forms.screens import Question, questions

HALF = Decimal(50)
Owners = Mapping[int, list[Shareholder]]


def applicants_of(applications: Iterable[Application]) -> list[Applicant]:
    """The applications as rules see them; `organization` is selected with them."""
    rows = list(applications)
    ids = [row.pk for row in rows]
    authors, avoided = _authors(ids), _avoided(ids)
    owners = _owners([row.organization_id for row in rows if row.organization_id])
    forms = FormVersion.objects.in_bulk({row.form_version_id for row in rows})
    read = cache(lambda version: questions(forms[version]))
    found = []
    for row in rows:
        team, partners = named_in(read(row.form_version_id), row.answers)
        known = {pk for pk in (row.created_by_id, row.person_id) if pk}
        found.append(
            Applicant(
                row.pk,
                authors=frozenset(known | authors[row.pk]),
                team=team | _person(row),
                avoided=frozenset(avoided[row.pk]),
                **_standing(row.organization, partners, owners),
            )
        )
    return found


def _person(row: Application) -> frozenset[str]:
    return keys(row.person.name) if row.person else frozenset()


def _standing(organization: Organization | None, partners: frozenset[str], owners: Owners) -> dict[str, Any]:
    """What the file of the applicant says: names and codes, legal representative, shareholders."""
    if organization is None:
        return {"organizations": partners}
    shares = owners.get(organization.pk, [])
    people = [share.name for share in shares if not share.code]
    return {
        "organizations": partners | keys(organization.name, organization.uscc),
        "leaders": keys(organization.legal_representative, *people),
        "owners": _names(shares),
        "controllers": _names(share for share in shares if share.share > HALF),
    }


def _names(shares: Iterable[Shareholder]) -> frozenset[str]:
    return keys(*(text for share in shares for text in (share.name, share.code)))


def named_in(asked: Iterable[Question], answers: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str]]:
    """The people and the partner organizations (codes, employers of the team) that answers name."""
    people, organizations = set(), set()
    for question, value in _answers(asked, answers):
        if question.kind == Row.Kind.CREDIT_CODE and isinstance(value, str):
            organizations.add(value)
        if question.kind in (Row.Kind.PERSON, Row.Kind.TEAM):
            for line in value if isinstance(value, list) else [value]:
                named = line if isinstance(line, dict) else {}
                people.add(str(named.get("name") or ""))
                organizations.add(str(named.get("employer") or ""))
    return keys(*people), keys(*organizations)


def _answers(asked: Iterable[Question], answers: Mapping[str, Any]) -> Iterator[tuple[Question, Any]]:
    """Every question with its answer, the parts of tables and groups too."""
    for question in asked:
        value = answers.get(question.key)
        yield question, value
        lines = value if isinstance(value, list) else [value]
        for line in lines:
            if question.parts and isinstance(line, dict):
                yield from _answers(question.parts, line)


def _authors(ids: list[UUID]) -> Mapping[UUID, set[int]]:
    """The accounts that changed answers, signed off or handed in."""
    found: defaultdict[UUID, set[int]] = defaultdict(set)
    sources: tuple[tuple[Any, str], ...] = (
        (AnswerChange, "by"),
        (SignOff, "by"),
        (Submission, "submitted_by"),
    )
    for model, field in sources:
        pairs = model.objects.filter(application__in=ids).values_list("application", field)
        for pk, user in pairs.order_by().distinct():
            found[pk].add(user)
    return found


def _avoided(ids: list[UUID]) -> Mapping[UUID, set[tuple[str, str]]]:
    found: defaultdict[UUID, set[tuple[str, str]]] = defaultdict(set)
    for row in Avoidance.objects.filter(application__in=ids):
        found[row.application_id].add((key(row.name), key(row.employer)))
    return found


def _owners(organizations: Iterable[int]) -> Owners:
    found: defaultdict[int, list[Shareholder]] = defaultdict(list)
    for row in Shareholder.objects.filter(organization__in=set(organizations)).stated():
        found[row.organization_id].append(row)
    return found


def reviewers_of(experts: Iterable[Expert]) -> list[Reviewer]:
    """The experts as rules see them."""
    rows = list(experts)
    employers = _employers(rows)
    owners = _owners(organization.pk for organization in employers.values())
    members, ties = _members(rows), _ties(rows)
    found = []
    for row in rows:
        employer = employers.get(key(row.employer_uscc)) or employers.get(key(row.employer))
        shares = owners.get(employer.pk, []) if employer else []
        also = (employer.name, employer.uscc) if employer else ()
        found.append(
            Reviewer(
                row.pk,
                row.user_id,
                key(row.name),
                keys(row.employer, row.employer_uscc, *also),
                _names(shares),
                _names(share for share in shares if share.share > HALF),
                members[row.user_id],
                tuple(ties[row.pk]),
            )
        )
    return found


def _employers(rows: Iterable[Expert]) -> dict[str, Organization]:
    """The organizations of the register in which experts work, by the keys of code and name."""
    codes, names = {row.employer_uscc for row in rows}, {row.employer for row in rows}
    known = Organization.objects.filter(Q(uscc__in=codes - {""}) | Q(name__in=names))
    return {text: row for row in known for text in keys(row.name, row.uscc)}


def _members(rows: Iterable[Expert]) -> Mapping[int | None, frozenset[str]]:
    found: defaultdict[int | None, frozenset[str]] = defaultdict(frozenset)
    users = {row.user_id for row in rows if row.user_id}
    pairs = Membership.objects.filter(user__in=users).values_list("user", "organization__uscc")
    for user, uscc in pairs:
        found[user] |= keys(uscc)
    return found


def _ties(rows: Iterable[Expert]) -> Mapping[UUID, list[Stated]]:
    found: defaultdict[UUID, list[Stated]] = defaultdict(list)
    known = Tie.objects.filter(expert__in=[row.pk for row in rows], withdrawn_at=None)
    for tie in known:
        organizations = keys(tie.organization_name, tie.uscc)
        stated = Stated(tie.kind, keys(tie.person_name), organizations, tie.since, tie.until)
        found[tie.expert_id].append(stated)
    return found
