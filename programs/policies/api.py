"""Public addresses of documents and clauses."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from programs.policies.filters import ORDERINGS, DocumentFilter, received_at
from programs.policies.models import Clause, Measure, PolicyDocument, Rule, Target
from programs.policies.serializers import ClauseSerializer, DocumentDetailSerializer, DocumentSerializer
from programs.policies.uses import Key, Use, uses_of

LARGEST_ID = 2**63 - 1
KEY = OpenApiParameter("id", str, OpenApiParameter.PATH, description="The document's id or slug.")
NUMBER = OpenApiParameter("number", str, OpenApiParameter.PATH, description="The clause's number: 3, 5-1.")


@extend_schema_view(
    list=extend_schema(summary="Documents", description="Policies and call notices, newest first."),
    retrieve=extend_schema(
        summary="A document with its clauses and what they hold",
        description="Each clause with its measures, rules and targets, and the programs that stand on each.",
        parameters=[KEY],
    ),
)
class DocumentViewSet(ReadOnlyModelViewSet[PolicyDocument]):
    """Documents are public."""

    permission_classes = [AllowAny]
    filterset_class = DocumentFilter
    lookup_url_kwarg = "id"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[PolicyDocument]:
        documents = PolicyDocument.objects.order_by(*ORDERINGS["newest"])
        documents = documents.prefetch_related("replaces", "replaced_by")
        return (
            documents if self.action == "list" else documents.prefetch_related(Prefetch("clauses", clauses()))
        )

    def get_serializer_class(self) -> type[DocumentSerializer]:
        return DocumentSerializer if self.action == "list" else DocumentDetailSerializer

    def get_object(self) -> PolicyDocument:
        return get_object_or_404(self.get_queryset(), **identified(self.kwargs["id"]))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        document = self.get_object()
        context = {**self.get_serializer_context(), "uses": uses_in_all(document.clauses.all(), request)}
        return Response(DocumentDetailSerializer(document, context=context).data)

    @extend_schema(summary="A clause", parameters=[KEY, NUMBER], responses=ClauseSerializer)
    @action(detail=True, url_path=r"clauses/(?P<number>[-a-zA-Z0-9_]+)", filterset_class=None)
    def clause(self, request: Request, id: str, number: str) -> Response:
        """A clause by its number, with its measures, rules and targets."""
        document = get_object_or_404(PolicyDocument, **identified(id))
        found = get_object_or_404(clauses(), document=document, number=number)
        context = {**self.get_serializer_context(), "uses": uses_in_all([found], request)}
        return Response(ClauseSerializer(found, context=context).data)


def clauses() -> QuerySet[Clause]:
    """Clauses with what their serializer shows, in order."""
    held = [
        Prefetch(name, model._default_manager.select_related("clause__document").order_by("pk"))
        for name, model in (("measures", Measure), ("rules", Rule), ("targets", Target))
    ]
    found = Clause.objects.select_related("document", "parent").order_by("position", "pk")
    return found.prefetch_related(*held, "measures__figures")


def uses_in_all(found: Any, request: Request) -> dict[Key, list[Use]]:
    """What stands on the clauses and on everything in them."""
    found = list(found)
    ids = {
        Clause: [clause.pk for clause in found],
        Measure: [row.pk for clause in found for row in clause.measures.all()],
        Rule: [row.pk for clause in found for row in clause.rules.all()],
        Target: [row.pk for clause in found for row in clause.targets.all()],
    }
    return uses_of(ids, received_at(request))


def identified(key: str) -> dict[str, Any]:
    """The lookup of a document by id or slug."""
    return {"pk": int(key)} if key.isascii() and key.isdigit() and int(key) <= LARGEST_ID else {"slug": key}
