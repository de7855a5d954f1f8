"""Applications in named situations, made through the services: every one has its real history."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import attach, perform, save_answers, start
from applications.intake.services.transition import Inputs
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import Department, Post, Role, User
from portal.organizations.models import Membership, Organization
from portal.organizations.uscc import check_character
from portal.reference.models import Region
from programs.catalog.models import Round
from programs.forms.services import pin
from tests.factories.catalog import RoundFactory, commission
from tests.factories.forms import FormFactory

_numbers = count(1)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ANSWERS: dict[str, Any] = {"contact": "林晚舟", "staff": 21, "amount": "85000.00", "service": "testing"}


def person(**fields: Any) -> User:
    """Somebody with an address of their own."""
    n = next(_numbers)
    return User.objects.create(**{"email": f"p{n}@firm.example", "name": f"林{n}"} | fields)


def firm(**fields: Any) -> Organization:
    """A firm in Jiading."""
    region, _made = Region.objects.get_or_create(
        code="310114", defaults={"name": "嘉定区", "level": "county"}
    )
    body = f"91310114MA{next(_numbers):07d}"
    facts = {"name": f"上海演示{body[-5:]}科技有限公司", "registered_region": region, "tax_region": region}
    return Organization.objects.create(**{"uscc": body + check_character(body)} | facts | fields)


def acting(user: User, kind: str) -> Capacity:
    """The person's first capacity of a kind."""
    return next(capacity for capacity in capacities_of(user) if capacity.kind == kind)


def member(organization: Organization | None = None, role: str = "owner", **fields: Any) -> Capacity:
    """A new person acting for an organization."""
    user = person(**fields)
    Membership.objects.create(organization=organization or firm(), user=user, role=role)
    return acting(user, "organization")


def alone(**fields: Any) -> Capacity:
    """A new person acting for themselves."""
    return acting(person(**fields), "self")


def official(department: Department | None = None) -> Capacity:
    """A new person with a post."""
    user = person()
    Post.objects.create(user=user, department=department or commission())
    return acting(user, "department")


def auditor() -> Capacity:
    user = person()
    Role.objects.create(user=user, kind="auditor")
    return acting(user, "auditor")


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


def decided(application: Application, *actions: str) -> Application:
    """After an official's actions, each with what it needs."""
    officer, now = official(application.round.department), timezone.now()
    inputs = Inputs(
        note="说明",
        items=["合同缺签章页", "职工人数与社保记录不一致"],
        due_on=timezone.localdate(now) + timedelta(days=5),
        amount=Decimal("80000"),
    )
    for action in actions:
        application = perform(application.pk, action, capacity=officer, at=now, inputs=inputs)
    return application


def in_status(status: str) -> Application:
    """An application brought to a status through the services."""
    if status == "draft":
        return filled()
    if status == "discarded":
        application = filled()
        return perform(application.pk, "discard", capacity=holder(application), at=timezone.now())
    application = submitted()
    if status == "withdrawn":
        return perform(application.pk, "withdraw", capacity=holder(application), at=timezone.now())
    if status == "lapsed":
        decided(application, "return")
        return perform(application.pk, "lapse", capacity=None, at=timezone.now())
    return decided(application, *PATHS[status])


PATHS: dict[str, tuple[str, ...]] = {
    "submitted": (),
    "returned": ("return",),
    "refused": ("refuse",),
    "accepted": ("accept",),
    "approved": ("accept", "approve"),
    "declined": ("accept", "decline"),
}
