"""The formal check in the demonstration: the same points for every round, found before it is accepted."""

from datetime import datetime

from applications.intake.models import Application
from applications.review.checking import Given, keep_findings, pinned_points
from applications.review.models import CheckPoint
from portal.accounts.capacities import Capacity
from programs.catalog.models import Round

POINTS = (
    ("name", "申请人名称与统一社会信用代码一致", "Name and credit code belong together", False),
    ("files", "附件齐全、清晰、可读", "The files are complete and readable", False),
    ("amount", "申请金额与证明材料一致", "The amount agrees with the evidence", False),
    ("credit", "申请人未列入严重失信名单", "The applicant is on no list of serious defaulters", True),
)


def give_points() -> None:
    """Points for every round that is not published yet."""
    CheckPoint.objects.bulk_create(
        CheckPoint(round=round_, position=position, key=key, text=text, text_en=english, fatal=fatal)
        for round_ in Round.objects.filter(status=Round.Status.DRAFT, check_points=None).order_by("pk")
        for position, (key, text, english, fatal) in enumerate(POINTS, 1)
    )


def find_all_met(application: Application, official: Capacity, at: datetime) -> None:
    """An official looks at every point and finds nothing missing."""
    given = {point.key: Given("met") for point in pinned_points(application.round)}
    if given:
        keep_findings(application.pk, given, capacity=official, at=at)
