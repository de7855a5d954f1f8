"""Experts, when they are away, whom they are tied to, and what happened to their listing."""

from applications.experts.models.events import ExpertEvent
from applications.experts.models.people import Expert, ExpertQuerySet
from applications.experts.models.ties import Absence, Tie

__all__ = ["Absence", "Expert", "ExpertEvent", "ExpertQuerySet", "Tie"]
