"""Public addresses of programs and rounds."""

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.permissions import AllowAny
from rest_framework.viewsets import ReadOnlyModelViewSet

from programs.catalog.filters import ORDERINGS, ProgramFilter, RoundFilter, received_at
from programs.catalog.leading import in_order, with_lead
from programs.catalog.models import (
    ApprovalLevel,
    Condition,
    Extension,
    Program,
    RequiredDocument,
    Round,
    RoundStage,
)
from programs.catalog.serializers import ProgramSerializer, RoundSerializer
from programs.catalog.standing import state
from programs.policies.models import Clause


@extend_schema_view(
    list=extend_schema(summary="Programs", description="Published programs, the next deadline first."),
    retrieve=extend_schema(summary="A program with its clauses and rounds"),
)
class ProgramViewSet(ReadOnlyModelViewSet[Program]):
    """Published programs are public."""

    permission_classes = [AllowAny]
    serializer_class = ProgramSerializer
    filterset_class = ProgramFilter
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Program]:
        if getattr(self, "swagger_fake_view", False):  # the description is written without a database
            return Program.objects.none()
        at = received_at(self.request)
        rounds = in_order(Round.objects.filter(status=Round.Status.PUBLISHED), at)
        programs = with_lead(Program.objects.published(), at, settled=state(at).settled).order_by(
            *ORDERINGS["deadline"]
        )
        return programs.select_related("department").prefetch_related(
            Prefetch("clauses", Clause.objects.select_related("document")),
            "measures",
            "targets",
            "common_questions",
            Prefetch("conditions", _conditions()),
            Prefetch(
                "rounds", rounds.select_related("program", "department", "result"), to_attr="published_rounds"
            ),
        )


@extend_schema_view(
    list=extend_schema(summary="Rounds", description="Published rounds: open by deadline, coming, closed."),
    retrieve=extend_schema(summary="A round with who qualifies and what to prepare"),
)
class RoundViewSet(ReadOnlyModelViewSet[Round]):
    """Published rounds are public."""

    permission_classes = [AllowAny]
    serializer_class = RoundSerializer
    filterset_class = RoundFilter
    lookup_value_converter = "int"

    def get_queryset(self) -> QuerySet[Round]:
        documents = RequiredDocument.objects.order_by("position", "pk").prefetch_related(_sources())
        lines = [Prefetch("conditions", _conditions()), Prefetch("documents", documents)]
        rounds = in_order(Round.objects.published(), received_at(self.request))
        own = Prefetch("program__clauses", Clause.objects.select_related("document"))
        applied = Extension.objects.exclude(applied_at=None)
        extended = Prefetch("extensions", applied, to_attr="applied_extensions")
        offices = [
            Prefetch("stages", RoundStage.objects.select_related("department")),
            Prefetch("approval_levels", ApprovalLevel.objects.select_related("department")),
        ]
        related = rounds.select_related("program", "department", "notice")
        return related.prefetch_related(*lines, own, extended, *offices)


def _conditions() -> QuerySet[Condition]:
    """In order, each with its source and its rule."""
    return Condition.objects.order_by("position", "pk").select_related("rule").prefetch_related(_sources())


def _sources() -> Prefetch:
    return Prefetch("clause", Clause.objects.select_related("document"))
