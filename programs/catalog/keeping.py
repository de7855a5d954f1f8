"""Every version of programs and rounds is kept; what applicants rely on is not changed under their feet."""

from django.utils.translation import gettext as _

from portal.versions.registry import Kept, keep
from programs.catalog.models import Program, Round
from programs.catalog.rules import Actor, is_relied_on, require_editor
from programs.catalog.services import refresh_search


def relied_on(program: Program) -> str:
    """Why no version of a program can be brought back now, or ""."""
    if not is_relied_on(program):
        return ""
    return _("A round of it is open or coming: until it has closed, no version can be brought back.")


def published(round_: Round) -> str:
    """Why no version of a round can be brought back now, or ""."""
    if round_.status != Round.Status.PUBLISHED:
        return ""
    return _("This round is published: applicants rely on it as it is, and no version can be brought back.")


def within_reach(row: Program | Round, by: Actor) -> None:
    """An older version may belong to another department: who brings it back has to reach that too."""
    require_editor(by, row)


def keep_all() -> None:
    """Told from AppConfig.ready()."""
    fixed = ("slug", "status")
    own = ("conditions",)
    keep(Kept(Program, parts=own, fixed=fixed, refusal=relied_on, guard=within_reach, after=refresh_search))
    parts = ("conditions", "documents", "stages", "approval_levels")
    keep(Kept(Round, parts=parts, fixed=("program", "status"), refusal=published, guard=within_reach))
