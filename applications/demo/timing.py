"""When a story happens: its last step lies where somebody opening the portal today would expect it."""

from datetime import datetime, timedelta
from random import Random

from applications.demo.stories import STORIES, Story
from applications.intake.workflow import STATES, Owner
from programs.catalog.models import Round

WAITING = {Owner.APPLICANT, Owner.OFFICIAL}
LONG_OPEN = timedelta(days=18)  # a lapse needs a return and its whole correction period


def stories_for(round_: Round, now: datetime) -> list[Story]:
    """What can happen in a round: in a closed one everything is finished, in a young one nothing lapsed."""
    closed = round_.closes_at is not None and round_.closes_at < now
    young = now - round_.opens_at < LONG_OPEN
    return [
        story
        for story in STORIES
        if not (closed and STATES[story.ends].owner in WAITING) and not (young and "lapse" in story.actions)
    ]


def schedule(round_: Round, story: Story, random: Random, now: datetime) -> tuple[datetime, timedelta]:
    """When the draft is started and how long after it (and after each other) the steps follow."""
    steps = max(len([action for action in story.actions if action != "lapse"]), 1)
    step = timedelta(days=random.uniform(0.6, 2.5))
    if round_.closes_at is not None and round_.closes_at < now:
        return round_.closes_at - timedelta(days=random.uniform(6, 20)), step
    ago = random.uniform(10, 12) if "lapse" in story.actions else random.uniform(0.1, 4)
    last = now - timedelta(days=ago)
    begins = max(last - steps * step, round_.opens_at + timedelta(minutes=random.randint(5, 600)))
    return begins, (last - begins) / steps
