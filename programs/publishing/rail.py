"""Where a guide stands: its steps with what is done, and which can be opened."""

from dataclasses import dataclass

from django.urls import reverse

from programs.publishing.models import Guide
from programs.publishing.services import gaps_of
from programs.publishing.steps import STEPS, Facts, Step


@dataclass(frozen=True)
class Stop:
    """A step in the rail. `url` is empty while the steps before it are not done."""

    number: int
    key: str
    title: str
    done: bool
    optional: bool
    current: bool
    url: str


def facts_of(guide: Guide) -> Facts:
    """How far it is."""
    return Facts(guide, gaps_of(guide.program, guide.round) if guide.program else [])


def rail(guide: Guide, current: type[Step]) -> list[Stop]:
    """Every step in order."""
    facts = facts_of(guide)
    return [
        Stop(
            number=number,
            key=step.key,
            title=str(step.title),
            done=step.is_done(facts),
            optional=step.optional,
            current=step is current,
            url=_url(guide, step),
        )
        for number, step in enumerate(STEPS, 1)
    ]


def can_open(guide: Guide, step: type[Step]) -> bool:
    """A round is made when the first step that needs one is opened; a program by its words."""
    if step.needs_round or step.needs_program:
        return guide.program is not None
    return guide.pk is not None or step is STEPS[0]


def step_url(guide: Guide, step: type[Step]) -> str:
    """The address of a step."""
    return reverse("admin:publishing_guide_step", args=[guide.pk, step.key])


def _url(guide: Guide, step: type[Step]) -> str:
    return step_url(guide, step) if guide.pk and can_open(guide, step) else ""
