"""The doors for an auditor's work: draw a sample, write down a finding."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from applications.audit.drawing import LEAST, drawn
from applications.audit.models import Finding, Sample, SampleItem
from applications.intake.models import Application
from applications.intake.results import DECIDED, SUPPORTED
from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from programs.catalog.models import Program

BATCH = 5_000
MOST_SEED = 64


@dataclass(frozen=True)
class Asked:
    """What a sample is drawn from, and how much of it; an empty `seed`: one is made."""

    title: str
    among: str
    program: Program | None
    since: date
    until: date
    percent: Decimal
    seed: str


def population(asked: Asked, by: Capacity) -> QuerySet[Application]:
    """Applications of the period: by the day of the decision, or of handing in where all are meant."""
    rows = Application.objects.visible_to(by)
    if asked.program:
        rows = rows.filter(round__program=asked.program)
    if asked.among == Sample.Among.RECEIVED:
        return rows.filter(submitted_at__date__range=(asked.since, asked.until))
    states = SUPPORTED if asked.among == Sample.Among.APPROVED else DECIDED
    return rows.filter(status__in=states, decided_at__date__range=(asked.since, asked.until))


@transaction.atomic
def draw(asked: Asked, *, by: Capacity) -> Sample:
    """Draw a sample and keep everything it takes to draw it again. Refused says what to change."""
    if by.kind != "auditor":
        raise Http404
    if asked.until < asked.since:
        raise Refused(_("The last day lies before the first."))
    if not LEAST <= asked.percent <= 100:
        raise Refused(_("A sample takes at least 5 % and at most all."))
    found = {str(number): pk for number, pk in population(asked, by).values_list("number", "pk")}
    if not found:
        raise Refused(_("No application fits. Choose a longer period or another program."))
    seed = asked.seed.strip() or secrets.token_hex(16)
    sample = Sample.objects.create(
        **{name: getattr(asked, name) for name in ("title", "among", "program", "since", "until", "percent")},
        seed=seed,
        population=sorted(found),
        drawn_at=timezone.now(),
        drawn_by=by.user,
    )
    numbers = enumerate(drawn(found, seed, asked.percent), 1)
    for part in batched(numbers, BATCH):
        SampleItem.objects.bulk_create(
            SampleItem(sample=sample, position=position, application_id=found[number])
            for position, number in part
        )
    return sample


def drawn_again(sample: Sample) -> bool:
    """Whether drawing from the kept population with the kept seed gives the very same applications."""
    kept = list(sample.items.order_by("position").values_list("application__number", flat=True))
    return drawn(sample.population, sample.seed, sample.percent) == kept


def find(item: SampleItem, result: str, note: str, *, by: Capacity, at: datetime) -> Finding:
    """Write down what was found; an earlier finding stays readable."""
    if by.kind != "auditor":
        raise Http404
    if result != Finding.Result.IN_ORDER and not note.strip():
        raise Refused(_("Say what is not in order, or what you ask."))
    return Finding.objects.create(item=item, result=result, note=note.strip(), at=at, by=by.user)
