"""Panels, their seats, conflicts, assignments, rubrics and reviews."""

from applications.panels.models.assignments import Assignment, Conflict
from applications.panels.models.avoiding import Avoidance
from applications.panels.models.events import PanelEvent
from applications.panels.models.panels import Panel, Seat
from applications.panels.models.reviews import Review, ReviewScore, ReviewVersion
from applications.panels.models.rubrics import Band, Criterion, Rubric

__all__ = [
    "Assignment",
    "Avoidance",
    "Band",
    "Conflict",
    "Criterion",
    "Panel",
    "PanelEvent",
    "Review",
    "ReviewScore",
    "ReviewVersion",
    "Rubric",
    "Seat",
]
