"""Whose turn it is where levels approve one after the other, asked of many applications at once."""

from django.db.models import Exists, F, OuterRef, Q, Subquery

from applications.intake.models import Approval
from portal.accounts.models import Post
from programs.catalog.models import ApprovalLevel

LEVEL = "round__approval_levels__department"  # the way from an application to the departments that approve


def turn() -> Subquery:
    """To annotate applications with: the lowest level that has not approved what was proposed last."""
    done = Approval.objects.filter(
        application=OuterRef(OuterRef("pk")), run=OuterRef(OuterRef("approval_run")), level=OuterRef("pk")
    )
    levels = ApprovalLevel.objects.filter(~Exists(done), round=OuterRef("round"))
    return Subquery(levels.order_by("position").values("pk")[:1])


def whose_turn() -> Q:
    """Of the posts along LEVEL those of the level whose turn it is, and its head where it asks for one."""
    head = Q(**{f"{LEVEL}__posts__rank": Post.Rank.HEAD}) | Q(round__approval_levels__rank=Post.Rank.CLERK)
    return Q(round__approval_levels=F("turn")) & head
