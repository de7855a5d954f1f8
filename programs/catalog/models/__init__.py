from programs.catalog.models.extensions import Extension
from programs.catalog.models.findable import FindableProgram
from programs.catalog.models.following import Follow, FollowQuerySet
from programs.catalog.models.help import CommonQuestion
from programs.catalog.models.lines import Condition, RequiredDocument, RoundChange
from programs.catalog.models.programs import Program, ProgramQuerySet
from programs.catalog.models.results import RoundResult
from programs.catalog.models.rounds import Round, RoundQuerySet
from programs.catalog.models.stages import ApprovalLevel, RoundStage
from programs.catalog.models.standings import Edition, Standing, StoredCounts

__all__ = [
    "ApprovalLevel",
    "CommonQuestion",
    "Condition",
    "Edition",
    "Extension",
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
    "RoundStage",
    "Standing",
    "StoredCounts",
]
