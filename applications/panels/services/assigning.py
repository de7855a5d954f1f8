"""Assigning the applications of a panel: conflicts are found anew, a plan is made, checked, and saved."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from applications.experts.models import Expert
from applications.intake.models import Application
from applications.panels import telling
from applications.panels.assigning import assign
from applications.panels.checking import verify
from applications.panels.models import Assignment, Panel, Seat
from applications.panels.plans import Available, Plan, Task, Wanted, least_of
from applications.panels.services.inviting import published_rubric
from applications.panels.services.locking import locked_panel, note
from applications.panels.services.setting_up import infer, waiting
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused

State = Panel.State


def task_of(panel: Panel) -> Task:
    """What is to be assigned: waiting applications, experts who accepted, conflicts on file."""
    rows = (
        waiting(panel).exclude(pk__in=panel.assignments.values("application")).select_related("organization")
    )
    experts = Expert.objects.filter(seats__panel=panel, seats__answer=Seat.Answer.ACCEPTED).order_by("pk")
    return Task(
        tuple(Wanted(row.pk, fields_of(row)) for row in rows.select_related("organization")),
        tuple(Available(row.pk, row.kind, frozenset(row.fields)) for row in experts),
        panel.per_application,
        least_of(panel.composition, panel.per_application),
        frozenset(panel.conflicts.values_list("application", "expert")) | had(panel),
        panel.seed,
    )


def had(panel: Panel) -> frozenset[tuple[UUID, UUID]]:
    """Pairs of the same review round that were assigned before."""
    before = Assignment.objects.filter(panel__round=panel.round_id, pass_no=panel.pass_no)
    return frozenset(before.values_list("application", "expert"))


def fields_of(application: Application) -> frozenset[str]:
    """What an application is about: the industry of the organization."""
    organization = application.organization
    return frozenset({organization.industry_id} if organization and organization.industry_id else ())


@transaction.atomic
def assign_all(pk: UUID, *, by: Capacity, at: datetime) -> int:
    """Assign every waiting application of the panel and open the review; how many assignments.

    Refused with the sentences of the checker: what it complains of is never saved.
    """
    panel = locked_panel(pk, by, State.INVITED, State.REVIEWING)
    if not published_rubric(panel):
        raise Refused(_("Publish the rubric of this review first: experts agree to what they know."))
    infer(panel, by, at)
    task = task_of(panel)
    plan = assign(task)
    if wrong := verify(task, plan):
        raise Refused(" ".join([_("The assignment was not saved."), *wrong]))
    save(panel, plan)
    panel.state = State.REVIEWING
    panel.save(update_fields=["state"])
    note(panel, "assigned", by, at, {"pairs": len(plan.pairs), "most": plan.most, "seed": panel.seed})
    telling.assigned(panel, {expert for _application, expert in plan.pairs})
    return len(plan.pairs)


@transaction.atomic
def add_expert(pk: UUID, application: Application, *, by: Capacity, at: datetime) -> int:
    """One more expert for an application: in the place of who was recused, or as a third opinion."""
    panel = locked_panel(pk, by, State.REVIEWING)
    infer(panel, by, at)
    whole = task_of(panel)
    kinds = panel.assignments.filter(application=application, state=Assignment.State.RECUSED)
    recused = list(kinds.order_by("-pk").values_list("expert__kind", flat=True)[:1])
    wanted = (Wanted(application.pk, fields_of(application)),)
    task = replace(whole, wanted=wanted, each=1, least=dict.fromkeys(recused, 1), seed=str(at))
    plan = assign(task)
    if wrong := verify(task, plan):
        raise Refused(" ".join([_("The assignment was not saved."), *wrong]))
    save(panel, plan)
    note(panel, "expert_added", by, at, {"application": str(application.pk), "seed": task.seed})
    telling.assigned(panel, {expert for _application, expert in plan.pairs})
    return len(plan.pairs)


def save(panel: Panel, plan: Plan) -> None:
    """The rows, numbered within each expert's batch in an order that tells nothing."""
    batches: dict[UUID, list[UUID]] = defaultdict(list)
    for application, expert in sorted(plan.pairs):
        batches[expert].append(application)
    held: dict[UUID, int] = defaultdict(int)
    for expert in panel.assignments.values_list("expert", flat=True):
        held[expert] += 1
    Assignment.objects.bulk_create(
        [
            Assignment(
                panel=panel,
                pass_no=panel.pass_no,
                application_id=application,
                expert_id=expert,
                number=held[expert] + number,
            )
            for expert, batch in batches.items()
            for number, application in enumerate(batch, 1)
        ],
        batch_size=2000,
    )
