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

from programs.policies.filters import DocumentFilter
from programs.policies.models import Clause, PolicyDocument
from programs.policies.serializers import ClauseSerializer, DocumentDetailSerializer, DocumentSerializer

LARGEST_ID = 2**63 - 1
KEY = OpenApiParameter("id", str, OpenApiParameter.PATH, description="The document's id or slug.")
NUMBER = OpenApiParameter("number", str, OpenApiParameter.PATH, description="The clause's number: 3, 5-1.")


@extend_schema_view(
    list=extend_schema(summary="Documents", description="Policies and call notices, newest first."),
    retrieve=extend_schema(summary="A document with its clauses and targets", parameters=[KEY]),
)
class DocumentViewSet(ReadOnlyModelViewSet[PolicyDocument]):
    """Documents are public."""

    permission_classes = [AllowAny]
    filterset_class = DocumentFilter
    lookup_url_kwarg = "id"
    lookup_value_regex = "[-a-zA-Z0-9_]+"

    def get_queryset(self) -> QuerySet[PolicyDocument]:
        documents = PolicyDocument.objects.order_by("-issued_on", "slug")
        return (
            documents if self.action == "list" else documents.prefetch_related(Prefetch("clauses", clauses()))
        )

    def get_serializer_class(self) -> type[DocumentSerializer]:
        return DocumentSerializer if self.action == "list" else DocumentDetailSerializer

    def get_object(self) -> PolicyDocument:
        return get_object_or_404(self.get_queryset(), **identified(self.kwargs["id"]))

    @extend_schema(summary="A clause", parameters=[KEY, NUMBER], responses=ClauseSerializer)
    @action(detail=True, url_path=r"clauses/(?P<number>[-a-zA-Z0-9_]+)", filterset_class=None)
    def clause(self, request: Request, id: str, number: str) -> Response:
        """A clause by its number."""
        document = get_object_or_404(PolicyDocument, **identified(id))
        found = get_object_or_404(clauses(), document=document, number=number)
        return Response(ClauseSerializer(found, context=self.get_serializer_context()).data)


def clauses() -> QuerySet[Clause]:
    """Clauses with what their serializer shows."""
    return Clause.objects.select_related("document").prefetch_related("targets")


def identified(key: str) -> dict[str, Any]:
    """The lookup of a document by id or slug."""
    return {"pk": int(key)} if key.isascii() and key.isdigit() and int(key) <= LARGEST_ID else {"slug": key}
