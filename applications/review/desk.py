"""What stands around the queue: rounds and tags to filter by, saved views. One query."""

from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q
from django.db.models.functions import JSONObject

from applications.intake.models import Application
from applications.intake.turns import turn
from applications.intake.workflow import Status
from applications.review.models import SavedView, Tag
from portal.accounts.capacities import Capacity
from portal.accounts.models import Department, Post
from portal.inbox.remembering import Remembered
from portal.ui.texts import localized
from programs.catalog.models import ApprovalLevel, Round

Choices = list[tuple[int, str]]
# What is proposed is being decided on; anywhere else the amount is of no matter, or of an earlier proposal.
BEING_APPROVED = (Status.APPROVING, Status.PROPOSED, Status.NOTICED)


@dataclass
class Desk:
    """Of the department somebody acts for.

    `views`: {"pk", "name", "query", "shared", "owner_id", "owner"}, the owner by name.
    """

    rounds: Choices = field(default_factory=list)
    tags: Choices = field(default_factory=list)
    views: list[dict[str, Any]] = field(default_factory=list)


def desk_of(by: Capacity) -> Desk:
    """Rounds of the department and those below it, the department's own tags, views one may see."""
    assert by.department is not None
    found = Department.objects.filter(pk=by.department.pk).values_list(
        ArraySubquery(_rounds(by.department)),
        ArraySubquery(_tags(by)),
        ArraySubquery(_views(by)),
    )[0]
    rounds = [(row["pk"], _label(row)) for row in found[0]]
    return Desk(rounds, [(row["pk"], row["name"]) for row in found[1]], found[2])


def _rounds(department: Department) -> Any:
    rows = Round.objects.filter(department__path__startswith=department.path)
    texts = {"title": "program__title", "title_en": "program__title_en", "name": "name", "name_en": "name_en"}
    return rows.order_by("program__title", "-opens_at").values(json=JSONObject(pk="pk", **texts))


def _label(row: dict[str, Any]) -> str:
    texts = SimpleNamespace(**row, hant=None)
    return f"{localized(texts, 'title')} {localized(texts, 'name')}"


def _tags(by: Capacity) -> Any:
    return Tag.objects.visible_to(by).order_by("name").values(json=JSONObject(pk="pk", name="name"))


def _views(by: Capacity) -> Any:
    names = {name: name for name in ("pk", "name", "query", "shared", "owner_id")}
    rows = SavedView.objects.visible_to(by).order_by("name", "pk")
    return rows.values(json=JSONObject(owner="owner__name", **names))


def _levels() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for department, round_ in ApprovalLevel.objects.values_list("department", "round").order_by("pk"):
        found.setdefault(department, []).append(round_)
    return found


levels = Remembered(_levels)


def concerns(department: Department) -> Q:
    """What the department and those below it handle, and what it has to approve."""
    handled = Q(round__department__path__startswith=department.path)
    rounds = levels().get(department.pk)
    return handled | Q(status=Status.APPROVING, round__in=rounds) if rounds else handled


def awaiting(by: Capacity) -> Q:
    """What waits for the approval of somebody in this capacity: it is the turn of their level."""
    ranks = Post.Rank.values if by.role == Post.Rank.HEAD else [Post.Rank.CLERK]
    mine = ApprovalLevel.objects.filter(department=by.department, rank__in=ranks)
    rows = Application.objects.filter(status=Status.APPROVING, round__in=mine.values("round"))
    found = rows.annotate(turn=turn()).filter(turn__in=mine.values("pk"))
    return Q(status=Status.APPROVING, pk__in=found.values("pk"))


def proposed_amount(application: Application) -> Decimal | None:
    """What is asked of those who approve; None where nothing is, or no money."""
    return application.amount_proposed if application.status in BEING_APPROVED else None
