"""Every version of programs and rounds is kept; what applicants rely on is not changed under their feet."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.versions.registry import Kept, keep
from programs.catalog.models import Program, Round
from programs.catalog.rules import Actor, is_relied_on, require_editor
from programs.catalog.services import refresh_search
from programs.eligibility.context import Context
from programs.eligibility.grammar import parse
from programs.eligibility.wording import requirement


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


def test_in_words(test: Any) -> str:
    """What a test asks for, read today; as it is kept where this release does not understand it."""
    today = timezone.localdate()
    try:
        return requirement(parse(test), Context(today, today.year))
    except ValidationError:
        return str(test)


def keep_all() -> None:
    """Told from AppConfig.ready()."""
    fixed = ("slug", "status")
    worded = {"test": test_in_words}
    keep(
        Kept(
            Program,
            parts=("conditions",),
            fixed=fixed,
            refusal=relied_on,
            guard=within_reach,
            after=refresh_search,
            worded=worded,
        )
    )
    parts = ("conditions", "documents", "stages", "approval_levels")
    fixed = ("program", "status")
    keep(Kept(Round, parts=parts, fixed=fixed, refusal=published, guard=within_reach, worded=worded))
