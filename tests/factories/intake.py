"""Applications in named situations, made through the services: every one has its real history."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import attach, perform, save_answers, start
from applications.intake.services.transition import Inputs
from applications.intake.workflow import BY_ACTION, Owner
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import Department, Post, User
from portal.facts.models import Recommender
from portal.organizations.models import Organization
from programs.catalog.models import Round
from programs.forms.services import pin
from tests.factories.accounts import LONG_AGO, DepartmentFactory, UserFactory, auditor
from tests.factories.catalog import RoundFactory, commission
from tests.factories.forms import FormFactory
from tests.factories.organizations import member

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ANSWERS: dict[str, Any] = {"contact": "林晚舟", "staff": 21, "amount": "85000.00", "service": "testing"}


def acting(user: User, kind: str) -> Capacity:
    """The person's first capacity of a kind."""
    return next(capacity for capacity in capacities_of(user) if capacity.kind == kind)


def official(department: Department | None = None, rank: str = "clerk") -> Capacity:
    """Somebody with a post, in the city's commission unless a department is given."""
    user = UserFactory()
    Post.objects.create(user=user, department=department or commission(), rank=rank, starts_on=LONG_AGO)
    return acting(user, "department")


def auditing() -> Capacity:
    """An auditor at work."""
    return acting(auditor(), "auditor")


def open_round(**fields: Any) -> Round:
    """A published round with a small real form."""
    round_ = RoundFactory(**fields)
    if not hasattr(round_.program, "form"):
        FormFactory(program=round_.program, complete=True)
    pin(round_, by=None)
    return round_


def draft(round_: Round | None = None, capacity: Capacity | None = None, **fields: Any) -> Application:
    """Just started."""
    return start(round_ or open_round(), capacity=capacity or member(), at=timezone.now(), **fields)


def holder(application: Application) -> Capacity:
    """An owner of the applicant."""
    if application.person:
        return acting(application.person, "self")
    assert application.organization is not None
    return acting(application.organization.memberships.get(role="owner").user, "organization")


def pdf(name: str = "合同.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def filled(application: Application | None = None, **answers: Any) -> Application:
    """A draft with everything a submission needs."""
    application = application or draft()
    capacity, now = holder(application), timezone.now()
    save_answers(application.pk, ANSWERS | answers, capacity=capacity, at=now)
    attach(application.pk, "contract", pdf(), capacity=capacity, at=now)
    application.refresh_from_db()
    return application


def submitted(application: Application | None = None, at: datetime | None = None) -> Application:
    application = filled(application)
    return perform(application.pk, "submit", capacity=holder(application), at=at or timezone.now())


def whose(application: Application, action: str) -> Capacity | None:
    """Somebody whose turn the action is; None is the portal."""
    actor = BY_ACTION[action].by(application.status)
    if actor == Owner.SYSTEM:
        return None
    if actor == Owner.APPLICANT:
        return holder(application)
    if actor == Owner.STATION:
        return official(application.station)
    if actor == Owner.APPROVER and (level := application.next_level):
        return official(level.department, rank="head")
    return official(application.round.department)


def inputs() -> Inputs:
    """What any action may need."""
    return Inputs(
        note="说明",
        items=["合同缺签章页", "职工人数与社保记录不一致"],
        due_on=timezone.localdate() + timedelta(days=5),
        amount=Decimal("80000"),
    )


def decided(application: Application, *actions: str) -> Application:
    """After the actions of officials, each with what it needs."""
    now = timezone.now()
    for action in actions:
        if action == "publish":
            listed(application)
        actor = whose(application, action)
        application = perform(application.pk, action, capacity=actor, at=now, inputs=inputs())
    return application


def listed(application: Application) -> None:
    """Named by a public notice: else none is put on notice, and none leaves it."""
    from tests.factories.ranking import on_notice  # made of applications

    on_notice(application)


def station(organization: Organization) -> Department:
    """The park station that recommends an organization, under its district."""
    district = DepartmentFactory(code="of-310114")
    found = DepartmentFactory(code="park-310114", name="菊园新区服务站", level="station", parent=district)
    by = organization.memberships.get(role="owner").user
    Recommender.objects.get_or_create(
        organization=organization,
        defaults={"department": found, "set_at": timezone.now(), "set_by": by},
    )
    return found


def in_status(status: str, capacity: Capacity | None = None, round_: Round | None = None) -> Application:
    """An application brought to a status through the services; its round has the stage that leads there."""
    stages, actions = PATHS[status]
    application = filled(draft(round_ or (open_round(stages=stages) if stages else None), capacity))
    if status == "recommending":
        station(application.organization)
    application = decided(application, *actions)
    if status == "proposed":
        listed(application)
    return application


# The stages that lead to each status, and the actions.
PATHS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "draft": ((), ()),
    "discarded": ((), ("discard",)),
    "recommending": (("recommendation",), ("submit",)),
    "submitted": ((), ("submit",)),
    "returned": ((), ("submit", "return")),
    "withdrawn": ((), ("submit", "withdraw")),
    "lapsed": ((), ("submit", "return", "lapse")),
    "refused": ((), ("submit", "refuse")),
    "reviewing": (("review",), ("submit", "accept")),
    "presenting": (("presentation",), ("submit", "accept")),
    "accepted": ((), ("submit", "accept")),
    "approving": (("approval",), ("submit", "accept", "propose")),
    "proposed": (("notice",), ("submit", "accept", "propose")),
    "noticed": (("notice",), ("submit", "accept", "propose", "publish")),
    "reserved": (("notice",), ("submit", "accept", "reserve")),
    "approved": ((), ("submit", "accept", "approve")),
    "declined": ((), ("submit", "accept", "decline")),
    "agreed": (("agreement",), ("submit", "accept", "approve", "sign_agreement")),
}
