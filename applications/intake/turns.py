"""Whose turn it is where levels approve one after the other, asked of many applications at once."""

from django.db.models import Exists, OuterRef, Subquery

from applications.intake.models import Approval
from programs.catalog.models import ApprovalLevel


def turn() -> Subquery:
    """To annotate applications with: the lowest level that has not approved what was proposed last."""
    done = Approval.objects.filter(
        application=OuterRef(OuterRef("pk")), run=OuterRef(OuterRef("approval_run")), level=OuterRef("pk")
    )
    levels = ApprovalLevel.objects.filter(~Exists(done), round=OuterRef("round"))
    return Subquery(levels.order_by("position").values("pk")[:1])
