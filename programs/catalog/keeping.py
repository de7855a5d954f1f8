"""Every version of programs and rounds is kept; what applicants rely on is not changed under their feet."""

from django.utils.translation import gettext as _

from portal.versions.registry import Kept, keep
from programs.catalog.models import Program, Round
from programs.catalog.rules import is_relied_on
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


def keep_all() -> None:
    """Told from AppConfig.ready()."""
    keep(Kept(Program, fixed=("slug", "status"), refusal=relied_on, after=refresh_search))
    parts = ("conditions", "documents")
    keep(Kept(Round, parts=parts, fixed=("program", "status"), refusal=published))
