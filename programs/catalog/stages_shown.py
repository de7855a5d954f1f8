"""How a round is decided, as the public reads it: its stages in order, who acts, within how many days."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.ui.texts import localized
from programs.catalog.models import Round, RoundStage
from programs.catalog.stages import MEANINGS, Stage


@dataclass(frozen=True)
class Shown:
    """One stage: its name, what happens in it, who is responsible, and working days."""

    label: str | Promise
    text: str | Promise
    who: str
    days: int


def shown_stages(round_: Round) -> list[Shown]:
    """In the order in which an application goes through them; nothing where the round chose none."""
    if not round_.stages_on:
        return []
    rows = {row.stage: row for row in round_.stages.select_related("department")}
    return [_shown(round_, stage, rows.get(stage)) for stage in Stage if round_.has(stage)]


def _shown(round_: Round, stage: Stage, row: RoundStage | None) -> Shown:
    return Shown(
        stage.label, MEANINGS[stage], _who(round_, stage, row), row.days if row else round_.check_days
    )


def _who(round_: Round, stage: Stage, row: RoundStage | None) -> str:
    if stage == Stage.APPROVAL:
        levels = round_.approval_levels.select_related("department")
        comma = pgettext("between the items of a list", ", ")
        return comma.join(localized(level.department, "name") for level in levels)
    if row and row.department:
        return localized(row.department, "name")
    if stage == Stage.RECOMMENDATION:
        return _("the station, town or district of each applicant")
    return localized(round_.department, "name")
