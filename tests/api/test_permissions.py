"""Every cell of docs/permissions.md: a real request of the page and of the API in every role."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.utils import timezone

from applications.audit.models import Sample
from applications.intake.models import (
    Application,
    ApplicationEvent,
    PaperCopy,
    SealedPage,
    SignOff,
    ThreadMessage,
)
from applications.intake.services.signing import ASKED, content_now
from applications.notices.models import Appeal, Notice, NoticeEvent, ObjectionEvent
from applications.panels.models import Avoidance, Panel, Review, Seat
from applications.panels.services import reviewing
from applications.ranking.models import Comparison, Ranking, RankingEvent
from applications.review.models import ApplicationTag, InternalNote, PointFinding
from portal.access.models import Entry
from portal.accounts import tokens
from portal.accounts.capacities import Capacity, own_capacity
from portal.accounts.middleware import SESSION_KEY
from portal.accounts.models import ApiToken, Department, Invitation, Post
from portal.api.permissions import ROLES, Rule, Way, document, rules
from portal.facts.models import BankAccount, CreditRecord, Qualification, Recommender, Statement
from portal.inbox.models import Message
from portal.organizations.models import (
    AccessRequest,
    AuthorityProof,
    MemberInvitation,
    Membership,
    Organization,
)
from portal.webhooks.models import Endpoint
from programs.catalog.models import Extension, Follow, Round
from programs.catalog.stages import Stage
from programs.finding.models import SavedSearch
from programs.forms.models import Section
from programs.publishing.digests import digest_of_move
from programs.publishing.models import Order
from programs.screening.models import Scenario
from tests.api.deciding import decided
from tests.applications.intake.asking import seen
from tests.factories import experts, intake
from tests.factories.accounts import UserFactory, capacity, expert, region
from tests.factories.catalog import ProgramFactory
from tests.factories.facts import on_file
from tests.factories.forms import FormFactory
from tests.factories.inbox import MessageFactory
from tests.factories.organizations import (
    AccessRequestFactory,
    AuthorityProofFactory,
    OrganizationFactory,
    member,
)
from tests.factories.review import with_points

# Enough of both axes to notice a mistake at once; the whole product runs where CI=true.
SLICE = {"visitor", "owner", "signatory", "viewer", "stranger", "clerk", "station", "auditor"}
A_FILE = "{a file}"  # stands for an upload


@dataclass
class World:
    """Who acts in each role, and what {names} in the rules stand for."""

    roles: dict[str, Capacity]
    names: dict[str, str] = field(default_factory=dict)

    @cached_property
    def before(self) -> list[Any]:
        """What every attempt finds: the ones before it were taken back."""
        return state()


def department(code: str, level: str, parent: Department | None = None, place: str = "310114") -> Department:
    return Department.objects.create(code=code, name=code, level=level, parent=parent, region=region(place))


def post(where: Department, rank: str = "clerk", **fields: Any) -> Capacity:
    user = UserFactory()
    Post.objects.create(user=user, department=where, rank=rank, **fields)
    return capacity(user, f"department:{where.code}")


def people(organization: Organization) -> tuple[dict[str, Capacity], Department]:
    """Somebody in every role, and the department that handles the round."""
    city = department("city", "city", place="310000")
    district = department("district", "district", city)
    return {
        "person": own_capacity(UserFactory()),
        "owner": member(organization, "owner"),
        "editor": member(organization, "editor"),
        "signatory": member(organization, "signatory"),
        "viewer": member(organization, "viewer"),
        "stranger": member(),
        "station": post(department("station", "station", district)),
        "clerk": post(district),
        "head": post(district, "head"),
        "program editor": post(district, edits_programs=True),
        "city": post(city),
        "elsewhere": post(department("elsewhere", "district", city, "310106")),
        "expert": intake.acting(expert(), "expert"),
        "auditor": intake.auditing(),
        "admin": intake.acting(UserFactory(is_staff=True), "admin"),
        "superuser": intake.acting(UserFactory(admin=True), "admin"),
    }, district


def looked_at(other: Organization) -> str:
    """What the access log says about an organization that nobody here belongs to."""
    Entry.objects.create(
        at=timezone.now(),
        user=UserFactory(),
        capacity="department:x",
        office="嘉定区科委",
        verb="opened",
        subject_kind="organization",
        subject_id=other.pk,
        subject_label=other.name,
        what="looked-at-mark",
    )
    return "looked-at-mark"


def stated_capital(organization: Organization) -> Statement:
    """A fact that nobody has verified."""
    on_file(organization, registered_capital=3_000_000)
    return Statement.objects.get(organization=organization, key="registered_capital")


def extension(round_: Round, minutes: int, **fields: Any) -> Extension:
    """The portal failed before the round's deadline."""
    begin = round_.closes_at - timedelta(hours=3)
    return Extension.objects.create(
        round=round_,
        deadline=round_.closes_at,
        moves_to=round_.closes_at + timedelta(days=1),
        hours=6,
        minutes=minutes,
        outages=[[begin.isoformat(), (begin + timedelta(minutes=minutes)).isoformat()]],
        automatic=False,
        proposed_at=timezone.now(),
        **fields,
    )


def proposal(round_: Round) -> Order:
    """A later deadline that waits for a person."""
    found, why = extension(round_, 47), "门户故障"
    return Order.objects.create(
        program=round_.program,
        round=round_,
        state="waiting",
        asked_at=found.proposed_at,
        extension=found,
        moves_to=found.moves_to,
        move_reason=why,
        digest=digest_of_move(round_, found.moves_to, why),
    )


def built(drafts: list[Any]) -> dict[str, Any]:
    """The forms of two programs in the making."""
    forms = [FormFactory(program=program, complete=True) for program in drafts]
    sections = [form.sections.order_by("position").first() for form in forms]
    return {
        "own form": forms[0].pk,
        "own section": sections[0].pk,
        "higher form": forms[1].pk,
        "higher section": sections[1].pk,
    }


def signing_and_sealing(handling: Department, owner: Capacity) -> dict[str, Any]:
    """An application that waits for a signatory, and one that waits for its seal and copies on paper."""
    unsigned = intake.filled(intake.draft(intake.open_round(department=handling, sign_off=True), owner))
    sealing = intake.open_round(department=handling, seal_days=3, paper_copies="一式两份")
    unsealed = intake.submitted(intake.draft(sealing, owner))
    return {"unsigned": unsigned.pk, "content": content_now(unsigned), "unsealed": unsealed.pk}


def to_recommend(handling: Department, owner: Capacity, station: Department | None) -> Application:
    """An application that waits for the station's opinion."""
    chosen = Recommender.objects.create(
        organization=owner.organization, department=station, set_at=timezone.now(), set_by=owner.user
    )
    round_ = intake.open_round(department=handling, stages=["recommendation"])
    application = intake.submitted(intake.draft(round_, owner))
    chosen.delete()
    return application


def reviewed(handling: Department, by: Capacity) -> dict[str, Any]:
    """A panel with a review of an expert, another one that invites them, and one before each step."""
    person = experts.ExpertFactory(user=by.user)
    one: dict[str, Any] = {"applications": 1, "experts": 1, "department": handling}
    cast = experts.assigned(first=person, **one)
    asking = experts.cast(first=person, answered=False, **one)
    finished = experts.assigned(**one)
    reviewing.hand_in(
        finished.assignment.pk, experts.written(finished.panel), by=finished.writer, at=timezone.now()
    )
    return {
        "expert": person.pk,
        "panel": cast.panel.pk,
        "panel to invite": experts.cast(invited=False, **one).panel.pk,
        "panel to assign": experts.cast(**one).panel.pk,
        "panel to close": finished.panel.pk,
        "review": cast.assignment.pk,
        "invitation": asking.panel.seats.get().pk,
    }


def world() -> World:
    """One of everything the rules speak of."""
    organization = OrganizationFactory(verified=True)
    roles, handling = people(organization)
    owner = roles["owner"]
    rounds = [intake.open_round(department=handling) for _round in range(3)]
    draft = intake.filled(intake.draft(rounds[0], owner))
    submitted = intake.submitted(intake.draft(rounds[1], owner))
    accepted = intake.in_status("accepted", owner, rounds[2])
    unverified = AuthorityProofFactory(organization=OrganizationFactory(pending=True))
    webhook = Endpoint.objects.create(
        organization=organization, url="https://firm.example/hook", kinds=["*"], created_by=owner.user
    )
    token, _key = tokens.create(owner.user, "Finance system", "read")
    drafts = [ProgramFactory(draft=True, department=office) for office in (handling, handling.parent)]
    message = MessageFactory(recipient=owner.user, subject="Your round opens")
    waiting = proposal(intake.open_round(program=ProgramFactory(department=handling)))
    extension(rounds[0], 4711, applied_at=timezone.now())
    names: dict[str, Any] = built(drafts) | signing_and_sealing(handling, owner)
    names |= decided(handling, owner) | reviewed(handling, roles["expert"])
    names |= {
        "unchecked": intake.submitted(
            intake.draft(with_points(intake.open_round(department=handling)), owner)
        ).pk,
        "recommending": to_recommend(handling, owner, roles["station"].department).pk,
        "proposal": waiting.pk,
        "proposed": waiting.digest,
        "extended": '"minutes":4711',
        "draft": draft.pk,
        "reviewed draft": intake.draft(
            intake.open_round(department=handling, stages=(Stage.REVIEW,)), owner
        ).pk,
        "submitted": submitted.pk,
        "accepted": accepted.pk,
        "file": submitted.attachments.get().pk,
        "number": submitted.number,
        "receipt": submitted.submissions.get().receipt_code,
        "organization": organization.uscc,
        "unverified": unverified.organization.uscc,
        "proof": unverified.pk,
        "colleague": member(organization, "editor").user.memberships.get().pk,
        "webhook": webhook.pk,
        "fact": stated_capital(organization).pk,
        "looked at": looked_at(unverified.organization),
        "request": AccessRequestFactory(organization=organization).pk,
        "seen": seen(draft, "contact", "staff"),
        "token": token.pk,
        "token name": token.name,
        "message": message.pk,
        "subject": message.subject,
        "program": rounds[0].program.slug,
        "round": rounds[0].pk,
        "own draft": drafts[0].slug,
        "own draft key": drafts[0].pk,
        "higher draft": drafts[1].slug,
        "higher draft key": drafts[1].pk,
        "unpublished": ProgramFactory(draft=True).slug,
        "saved": SavedSearch.objects.create(user=owner.user, name="Saved-by-the-owner").pk,
        "saved name": "Saved-by-the-owner",
        "somebody": owner.user.pk,
        "later": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "much later": (timezone.localdate() + timedelta(days=60)).isoformat(),
    }
    return World(roles, names)


def filled(text: str, names: dict[str, str]) -> str:
    return re.sub(r"\{([\w ]+)\}", lambda found: str(names[found[1]]), text)


def data_of(way: Way, names: dict[str, str]) -> dict[str, Any]:
    return {
        key: intake.pdf() if value == A_FILE else filled(value, names) if isinstance(value, str) else value
        for key, value in way.data.items()
    }


def state() -> list[Any]:
    """Everything that the rules may change."""
    return [
        list(rows.order_by("pk").values_list(*columns))
        for rows, columns in (
            (Application.objects, ("pk", "status", "revision", "answers", "handler")),
            (RankingEvent.objects, ("pk",)),
            (Ranking.objects, ("pk", "state")),
            (Comparison.objects, ("pk",)),
            (Notice.objects, ("pk", "state")),
            (NoticeEvent.objects, ("pk",)),
            (ObjectionEvent.objects, ("pk",)),
            (Appeal.objects, ("pk",)),
            (Avoidance.objects, ("pk",)),
            (Panel.objects, ("pk", "state", "due_on")),
            (Seat.objects, ("pk", "answer", "invited_at")),
            (Review.objects, ("pk", "revision")),
            (ThreadMessage.objects, ("pk",)),
            (PointFinding.objects, ("pk",)),
            (InternalNote.objects, ("pk",)),
            (ApplicationTag.objects, ("pk",)),
            (ApplicationEvent.objects.filter(kind__in=[ASKED, "appeal_followed"]), ("pk",)),
            (Sample.objects, ("pk",)),
            (SignOff.objects, ("pk",)),
            (SealedPage.objects, ("pk",)),
            (PaperCopy.objects, ("pk",)),
            (Section.objects, ("pk", "title")),
            (Order.objects, ("pk", "state")),
            (Organization.objects, ("pk", "revision", "address", "verification")),
            (Membership.objects, ("pk", "role")),
            (AccessRequest.objects, ("pk", "status")),
            (MemberInvitation.objects, ("pk",)),
            (AuthorityProof.objects, ("pk", "status")),
            (Endpoint.objects, ("pk", "removed_at")),
            (Statement.objects, ("pk", "verification")),
            (Qualification.objects, ("pk",)),
            (CreditRecord.objects, ("pk",)),
            (BankAccount.objects, ("pk", "revision")),
            (Recommender.objects, ("pk", "department")),
            (Follow.objects, ("pk",)),
            (SavedSearch.objects, ("pk", "name")),
            (Scenario.objects, ("pk", "name")),
            (Invitation.objects, ("pk",)),
            (ApiToken.objects.filter(name="Finance system"), ("pk", "revoked_at")),
            (Message.objects.filter(subject="Your round opens"), ("pk", "read_at")),
        )
    ]


def by_api(way: Way, role: Capacity | None, names: dict[str, str]) -> Any:
    """The answer of the API, with a token and the revision where one is needed."""
    headers = {"Accept": "*/*"}
    if role is not None:
        key = tokens.create(role.user, "test", "write")[1]
        headers |= {"Authorization": f"Bearer {key}", "X-Acting-As": role.key}
    path = f"/api/v1{filled(way.path, names)}"
    client = Client(headers=headers)
    if way.method == "PATCH" and "ETag" in (seen := client.get(path)).headers:
        headers["If-Match"] = seen["ETag"]
    as_json = way.method != "GET" and A_FILE not in way.data.values()
    content = {"content_type": "application/json"} if as_json else {}
    ask = getattr(client, way.method.lower())
    return ask(path, data_of(way, names) if way.method != "GET" else None, headers=headers, **content)


def by_page(way: Way, role: Capacity | None, names: dict[str, str]) -> Any:
    """The answer of the page, in a session that acts in the capacity."""
    client = Client()
    if role is not None:
        client.force_login(role.user)
        session = client.session
        session[SESSION_KEY] = role.key
        session.save()
    path, data = filled(way.path, names), data_of(way, names)
    if "items" in str(data):
        data = {key: "\n".join(value) if isinstance(value, list) else value for key, value in data.items()}
    return getattr(client, way.method.lower())(path, data)


def outcome(rule: Rule, way: Way, answer: Any, names: dict[str, str], changed: Callable[[], bool]) -> str:
    """What the request came to, in the words of the table."""
    to = answer.headers.get("Location", "")
    if answer.status_code == 401 or "/account/login/" in to:
        return "sign in"
    if "/admin/login/" in to:  # asks everybody else for another account
        return "sign in" if SESSION_KEY not in answer.wsgi_request.session else "hidden"
    if answer.status_code == 404:
        return "hidden"
    content = answer.getvalue().decode(errors="replace")
    if rule.shows:
        return "yes" if str(names[rule.shows]) in content else "refused"
    reads = way.method == "GET" or rule.verb == "check"
    fine = answer.status_code < 300 if reads else changed()
    if fine:
        return "yes"
    assert answer.status_code in {200, 302, 403, 409, 422}, (rule, answer.status_code, content[:300])
    return "refused"


def tried(rule: Rule, role: str, world: World, on_page: bool) -> tuple[str, str]:
    """What the table says and what happened; the effect is taken back."""
    way = rule.page if on_page else rule.api
    assert way is not None
    acting = world.roles.get(role)
    with transaction.atomic():
        before = world.before
        answer = (by_page if on_page else by_api)(way, acting, world.names)
        found = outcome(rule, way, answer, world.names, lambda: state() != before)
        transaction.set_rollback(True)
    return rule.outcome(role), found


def agrees(said: str, found: str, on_page: bool) -> bool:
    """A page may hide the button's address from who is refused; the API says why."""
    return said == found or (on_page and {said, found} == {"refused", "hidden"})


def wrong(roles: set[str], chosen: list[Rule], world: World) -> list[str]:
    found = []
    for rule in chosen:
        for on_page in (False, True):
            if (rule.page if on_page else rule.api) is None:
                continue
            for role in ROLES:
                if role in roles:
                    said, happened = tried(rule, role, world, on_page)
                    if not agrees(said, happened, on_page):
                        way = "page" if on_page else "API"
                        found.append(f"{rule.object}: {rule.verb} as {role} by {way}: {said}, but {happened}")
    return found


@pytest.fixture
def made(db: None, settings: Any) -> World:
    settings.MFA_REQUIRED = False
    settings.API_RATE = settings.API_RATE_ANONYMOUS = 1_000_000
    return world()


def test_the_written_table_is_that_of_the_rules() -> None:
    written = Path(django_settings.BASE_DIR, "docs", "permissions.md").read_text(encoding="utf-8")
    assert written == document(), "Run: manage.py permissions > docs/permissions.md"


def test_cells_of_the_table(made: World) -> None:
    assert wrong(SLICE, rules()[::12], made) == []


@pytest.mark.exhaustive
def test_every_cell_of_the_table(made: World) -> None:
    assert wrong(set(ROLES), rules(), made) == []
