"""Sealed pages and copies on paper in the API."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from applications.intake import watching
from applications.intake.api import visible
from applications.intake.documents import sealed_pdf
from applications.intake.models import Application, PaperCopy, SealedPage
from applications.intake.services import sealing
from applications.intake.views.papers import download, name_of
from applications.intake.views.sealing import papers_of
from portal.accounts.capacities import acting_as
from portal.api.idempotency import Idempotent
from portal.documents.typesetting import MEDIA_TYPE
from portal.files.schema import DOWNLOAD
from portal.files.services import file_response
from portal.ui.middleware import received_at
from portal.ui.texts import localized


class SealedPageSerializer(serializers.ModelSerializer[SealedPage]):
    """The photo or scan of a page that was sealed."""

    size = serializers.IntegerField(source="file.size", read_only=True)
    sha256 = serializers.CharField(source="file.sha256", read_only=True)

    class Meta:
        model = SealedPage
        fields = ["id", "section", "name", "size", "sha256", "content_hash", "uploaded_at"]
        read_only_fields = fields


class PageSerializer(serializers.Serializer):
    """A page that needs a seal. `section`: key of the part of the form, empty for the letter of commitment.
    `content_hash`: what it bears. `state` outdated: the one that is there, `uploaded`, was sealed before a
    correction changed what stands on it, and a new one is needed."""

    section = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    content_hash = serializers.CharField()
    state = serializers.ChoiceField(choices=["missing", "outdated", "sealed"])
    uploaded = SealedPageSerializer(allow_null=True)


class SealSerializer(serializers.Serializer):
    """Which pages need a seal and by when; `refusal`: why the reader cannot upload one now."""

    due_at = serializers.DateTimeField()
    refusal = serializers.CharField(allow_null=True)
    pages = PageSerializer(many=True)


class SealUploadSerializer(serializers.Serializer):
    """A photo or scan, and the page it shows."""

    section = serializers.CharField(max_length=40, allow_blank=True, default="")
    file = serializers.FileField(allow_empty_file=True)


class PaperCopySerializer(serializers.ModelSerializer[PaperCopy]):
    """Copies on paper came on this day; the newest note counts."""

    receiver = serializers.CharField(max_length=80, help_text="Who took them.")
    note = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    class Meta:
        model = PaperCopy
        fields = ["received_on", "receiver", "note", "noted_at"]
        read_only_fields = ["noted_at"]


class PapersSerializer(serializers.Serializer):
    """What has to come on paper, in the round's words, and what came, the newest first."""

    wanted = serializers.CharField()
    copies = PaperCopySerializer(many=True)


class SealedPageList(Idempotent, APIView):
    """The pages of an application that need a seal."""

    parser_classes = [MultiPartParser]

    @extend_schema(operation_id="sealed_pages_retrieve", responses=SealSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """Each with its state; 404 where the round asks for no seal or nothing was handed in."""
        return Response(SealSerializer(_seal(request, visible(request, id))).data)

    @extend_schema(
        operation_id="sealed_pages_create",
        request=SealUploadSerializer,
        responses={201: SealedPageSerializer},
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Upload a sealed page. 409: it needs no seal, it is too late, or a correction comes first."""
        visible(request, id)
        asked = SealUploadSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        section, upload = asked.validated_data["section"], asked.validated_data["file"]
        by, at = acting_as(request), received_at(request)
        return Response(
            SealedPageSerializer(sealing.upload_sealed(id, section, upload, capacity=by, at=at)).data, 201
        )


def _seal(request: Request, application: Application) -> dict[str, Any]:
    found = papers_of(request._request, application)
    if not found["pages"]:
        raise Http404
    pages = [_page(page) for page in found["pages"]]
    return {"due_at": found["due"], "refusal": found["refusal"], "pages": pages}


def _page(page: sealing.Page) -> dict[str, Any]:
    state = "sealed" if page.sealed else "outdated" if page.outdated else "missing"
    told = {name: getattr(page, name) for name in ("section", "title", "content_hash")}
    return {**told, "state": state, "uploaded": page.sealed or page.outdated}


class SealedPagePrint(APIView):
    """The pages to print."""

    @extend_schema(
        operation_id="sealed_pages_print",
        parameters=[
            OpenApiParameter(
                "section", str, description="Only the page of this part; empty: only the letter."
            )
        ],
        responses={(200, MEDIA_TYPE): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        """A PDF of all pages, or of the one that is named."""
        application = visible(request, id)
        submission = sealing.last_submission(application)
        wanted = request.query_params.get("section")
        pages = sealing.pages(application, submission)
        chosen = [page for page in pages if wanted is None or page.section == wanted]
        if submission is None or not chosen:
            raise Http404
        return download(sealed_pdf(submission, chosen), MEDIA_TYPE, f"{name_of(application)}.pdf")


class SealedPageDetail(APIView):
    """One sealed page."""

    @extend_schema(operation_id="sealed_pages_download", responses=DOWNLOAD)
    def get(self, request: Request, id: UUID, page_id: int) -> HttpResponseBase:
        """The photo or scan, as a download."""
        application = visible(request, id)
        found = get_object_or_404(application.sealed_pages.select_related("file"), pk=page_id)
        watching.downloaded(request, application, found.name)
        return file_response(found.file, found.name)


class PaperCopyList(Idempotent, APIView):
    """Copies on paper."""

    @extend_schema(operation_id="paper_copies_retrieve", responses=PapersSerializer)
    def get(self, request: Request, id: UUID) -> Response:
        """What is wanted and what came; 404 where the round wants nothing on paper."""
        application = visible(request, id)
        found = papers_of(request._request, application)
        if not found["paper"]:
            raise Http404
        wanted = localized(application.round, "paper_copies")
        return Response(PapersSerializer({"wanted": wanted, "copies": found["copies"]}).data)

    @extend_schema(
        operation_id="paper_copies_note", request=PaperCopySerializer, responses={201: PaperCopySerializer}
    )
    def post(self, request: Request, id: UUID) -> Response:
        """Tick off that they came: for the department that handles the round."""
        visible(request, id)
        asked = PaperCopySerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        told = {name: asked.validated_data[name] for name in ("received_on", "receiver", "note")}
        row = sealing.note_paper(id, **told, capacity=acting_as(request), at=received_at(request))
        return Response(PaperCopySerializer(row).data, 201)
