"""What a station sees: an application that waits, a draft, and a letter; and what a firm is entitled to."""

from dataclasses import dataclass

from django.utils import timezone

from applications.intake.models import Application
from applications.inviting.models import Entitlement
from applications.stations.models import Batch
from applications.stations.services import Choice, recommend_all
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round
from tests.factories import intake


@dataclass(frozen=True)
class Recommended:
    """The rows that the pages show, and who looks at them."""

    waiting: Application
    batch: Batch
    clerk: Capacity
    entitled: Entitlement


def recommend(owner: Capacity, round_: Round) -> Recommended:
    """Two applications handed in, of which one is recommended, and a draft."""
    clerk = intake.official(intake.station(owner.organization))
    done, waiting = (intake.in_status("recommending", owner, round_) for _n in range(2))
    intake.draft(round_, owner)
    opinion = "经核查，申报材料真实完整，同意推荐。"
    batch = recommend_all([Choice(done.pk, place=1)], opinion, capacity=clerk, at=timezone.now())
    entitled = Entitlement.objects.create(
        round=round_, organization=owner.organization, found_at=timezone.now()
    )
    return Recommended(waiting, batch, clerk, entitled)
