"""Keeps what is derived in step: terms with the texts they come from, standings with the clock."""

from datetime import datetime
from typing import Any

from django.db.models.signals import post_save

from portal.inbox.jobs import register_job
from programs.catalog import facets, searching, standing
from programs.catalog.models import FindableProgram
from programs.catalog.services import refresh_search
from programs.policies import findable
from programs.policies.models import Clause, Measure


def connect() -> None:
    """From AppConfig.ready()."""
    for sender in (Clause, Measure):
        post_save.connect(refresh_programs_of, sender=sender, dispatch_uid="catalog.refresh")
    register_job(keep_catalog)


def refresh_programs_of(instance: Clause | Measure, *, created: bool, raw: bool, **kwargs: Any) -> None:
    """After a clause or measure is edited, refresh the programs that rest on it; loaded ones wait."""
    if raw:
        FindableProgram.objects.filter(program__in=instance.programs.values("pk")).delete()
    elif not created:
        for program in instance.programs.all():
            refresh_search(program)


def keep_catalog(now: datetime) -> None:
    """What the clock does each minute."""
    findable.refresh_missing()
    searching.refresh_missing()
    standing.refresh_lapsed(now)
    standing.add_up_editions()
    facets.forget_old(now)
