"""The steps of the guide, in order: each a page of its own."""

from programs.publishing.steps.asking import FormStep
from programs.publishing.steps.base import Facts, Step
from programs.publishing.steps.basis import BasisStep
from programs.publishing.steps.checking import CheckStep, PreviewStep
from programs.publishing.steps.dates import DatesStep
from programs.publishing.steps.going_public import PublishStep
from programs.publishing.steps.stages import StagesStep
from programs.publishing.steps.terms import TermsStep
from programs.publishing.steps.who import PapersStep, WhoStep
from programs.publishing.steps.words import WordsStep

__all__ = ["STEPS", "Facts", "Step", "after", "found"]

STEPS: list[type[Step]] = [
    BasisStep, WordsStep, TermsStep, WhoStep, PapersStep, FormStep, DatesStep, StagesStep, CheckStep,
    PreviewStep, PublishStep,
]  # fmt: skip


def found(key: str) -> type[Step] | None:
    """The step of a key."""
    return next((step for step in STEPS if step.key == key), None)


def after(step: type[Step]) -> type[Step]:
    """The one that follows; the last follows itself."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]
