"""Applications in named situations, made through the services: every one has its real history."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from applications.intake.models import Application
from applications.intake.services import attach, perform, save_answers, start
from applications.intake.services.transition import Inputs
from portal.accounts.capacities import Capacity, capacities_of
from portal.accounts.models import Department, Post, User
from programs.catalog.models import Round
from programs.forms.services import pin
from tests.factories.accounts import LONG_AGO, UserFactory, auditor
from tests.factories.catalog import RoundFactory, commission
from tests.factories.forms import FormFactory
from tests.factories.organizations import member

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
ANSWERS: dict[str, Any] = {"contact": "林晚舟", "staff": 21, "amount": "85000.00", "service": "testing"}


def acting(user: User, kind: str) -> Capacity:
    """The person's first capacity of a kind."""
    return next(capacity for capacity in capacities_of(user) if capacity.kind == kind)


def official(department: Department | None = None) -> Capacity:
    """Somebody with a post, in the city's commission unless a department is given."""
    user = UserFactory()
    Post.objects.create(user=user, department=department or commission(), starts_on=LONG_AGO)
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


def in_status(status: str, capacity: Capacity | None = None, round_: Round | None = None) -> Application:
    """An application brought to a status through the services."""
    application = filled(draft(round_, capacity))
    if status == "draft":
        return application
    if status == "discarded":
        return perform(application.pk, "discard", capacity=holder(application), at=timezone.now())
    application = submitted(application)
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
