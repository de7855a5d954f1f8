from programs.catalog.models.findable import FindableProgram
from programs.catalog.models.following import Follow, FollowQuerySet
from programs.catalog.models.lines import Condition, RequiredDocument, RoundChange
from programs.catalog.models.programs import Program, ProgramQuerySet
from programs.catalog.models.results import RoundResult
from programs.catalog.models.rounds import Round, RoundQuerySet
from programs.catalog.models.standings import Edition, Standing, StoredCounts

__all__ = [
    "Condition",
    "Edition",
    "FindableProgram",
    "Follow",
    "FollowQuerySet",
    "Program",
    "ProgramQuerySet",
    "RequiredDocument",
    "Round",
    "RoundChange",
    "RoundQuerySet",
    "RoundResult",
    "Standing",
    "StoredCounts",
]
