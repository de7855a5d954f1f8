from programs.catalog.models.following import Follow, FollowQuerySet
from programs.catalog.models.lines import Condition, RequiredDocument, RoundChange
from programs.catalog.models.programs import Program, ProgramQuerySet
from programs.catalog.models.rounds import Round, RoundQuerySet

__all__ = [
    "Condition",
    "Follow",
    "FollowQuerySet",
    "Program",
    "ProgramQuerySet",
    "RequiredDocument",
    "Round",
    "RoundChange",
    "RoundQuerySet",
]
