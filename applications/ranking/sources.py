"""Where scores and candidates come from: the reviews handed in, the applications to be decided."""

from decimal import Decimal

from django.db.models import Count, Func, IntegerField, Max, QuerySet

from applications.intake.models import Application
from applications.intake.workflow import Status
from applications.panels.models import Assignment, Review
from applications.ranking.models import Ranking
from applications.ranking.reckoning import Candidate
from applications.ranking.scoring import Score
from programs.catalog.models import Round

TO_DECIDE = (Status.ACCEPTED,)


class JSONLength(Func):
    """How many elements a list has that is kept as JSON."""

    function = "jsonb_array_length"
    output_field = IntegerField()


def handed_in_reviews(round_: Round, pass_no: int) -> QuerySet[Review]:
    """Those of a pass that are handed in and not reopened."""
    return Review.objects.filter(
        assignment__application__round=round_,
        assignment__pass_no=pass_no,
        assignment__state=Assignment.State.HANDED_IN,
        handed_in_at__isnull=False,
    )


def scores_of(round_: Round, pass_no: int) -> list[Score[str]]:
    """One score for each review handed in and not reopened, in a fixed order."""
    rows = handed_in_reviews(round_, pass_no)
    found = rows.values_list("assignment__application", "assignment__expert", "total")
    ordered = sorted((str(application), str(reviewer), total) for application, reviewer, total in found)
    return [Score(application, reviewer, total or Decimal(0)) for application, reviewer, total in ordered]


def reviews_since(ranking: Ranking) -> bool:
    """Whether reviews came in after the list was drawn up, or there are fewer now: two short queries."""
    kept = Ranking.objects.filter(pk=ranking.pk).values_list(JSONLength("scores"), flat=True).get()
    now = handed_in_reviews(ranking.round, ranking.pass_no).aggregate(n=Count("pk"), last=Max("handed_in_at"))
    return now["n"] != kept or bool(now["last"] and now["last"] > ranking.made_at)


def others_waiting(ranking: Ranking) -> bool:
    """Whether other applications are to be decided now than the list has."""
    waiting = Application.objects.filter(round=ranking.round_id, status__in=TO_DECIDE, number__isnull=False)
    if waiting.exclude(places__ranking=ranking).exists():
        return True
    return ranking.places.exclude(application__status__in=TO_DECIDE).exists()


def candidates_of(round_: Round, grouping: str) -> list[Candidate]:
    """The applications of the round that are to be decided, by number."""
    rows = Application.objects.filter(round=round_, status__in=TO_DECIDE, number__isnull=False)
    related = ("organization__tax_region", "organization__industry")
    return [
        Candidate(str(row.pk), row.number or "", _asked(row, round_.amount_cap), group_of(row, grouping))
        for row in rows.select_related(*related).order_by("number")
    ]


def _asked(row: Application, cap: Decimal | None) -> Decimal:
    asked = row.amount_asked or Decimal("0.00")
    return asked if cap is None else min(asked, cap)


def group_of(row: Application, grouping: str) -> str:
    """The group a quota counts it in, by the name people write: "" for none."""
    organization = row.organization
    if organization is None or not grouping:
        return ""
    if grouping == Ranking.Grouping.DISTRICT:
        return str(organization.tax_region.name)
    return str(organization.industry.name) if organization.industry else ""
