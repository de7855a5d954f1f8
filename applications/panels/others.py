"""What an expert sees of the other reviews of an application, as the round allows: never whose they are."""

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from applications.panels.models import Assignment, Panel, Review


@dataclass(frozen=True)
class Other:
    """Another review: no name, no day, no number that could tell whose it is."""

    total: Decimal | None
    recommendation: str
    opinion: str


def others_of(assignment: Assignment) -> list[Other] | None:
    """The others' reviews of the application that are handed in; None where they are not to be seen (yet).

    Their order comes from their words alone, so that it tells neither the expert nor the moment.
    """
    sees = assignment.panel.sees_others
    own = assignment.state == Assignment.State.HANDED_IN
    if sees == Panel.Sees.NONE or (sees == Panel.Sees.AFTER_OWN and not own):
        return None
    rows = Review.objects.filter(
        assignment__application=assignment.application_id,
        assignment__pass_no=assignment.pass_no,
        assignment__state=Assignment.State.HANDED_IN,
    ).exclude(assignment=assignment)
    found = [Other(row.total, row.get_recommendation_display(), row.opinion) for row in rows]
    return sorted(found, key=lambda other: sha256(other.opinion.encode()).hexdigest())
