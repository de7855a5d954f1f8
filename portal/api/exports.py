"""Whole lists as a stream of JSON lines (NDJSON): steady memory, resumable, and it says when it is whole."""

import json
from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.utils.encoders import JSONEncoder

from portal.api.keyset import BadCursor, Keyset

MEDIA_TYPE = "application/x-ndjson"
CHUNK = 200
CURSOR = OpenApiParameter(
    "cursor", str, description="The `cursor` of the last line that arrived: go on after it."
)
LINES = {(200, MEDIA_TYPE): {"type": "string", "description": "A JSON object a line."}}


class NdjsonRenderer(JSONRenderer):
    """Names the format for the negotiation; problems still go out as JSON."""

    media_type = MEDIA_TYPE
    format = "ndjson"


class Export(generics.GenericAPIView[Any]):
    """Base of exports: `{"cursor": …, "row": {…}}` a line, and at the end `{"count": n, "complete": true}`.

    Without that last line something broke on the way: ask again with the cursor of the last line there is.
    `keyset` has one ordering; the queryset says what the caller may see, as in the list.
    """

    renderer_classes = [NdjsonRenderer]
    pagination_class = None
    streams_rows = True  # read by portal.api.schema, which DRF loads before this module
    keyset: Keyset

    @extend_schema(parameters=[CURSOR], responses=LINES)
    def get(self, request: Request) -> StreamingHttpResponse:
        """A row a line, the last line says how many. Filters as in the list."""
        rows = self.filter_queryset(self.get_queryset())
        try:
            rows = self.keyset.after(rows, request.query_params.get("cursor", ""))
        except BadCursor as error:
            raise ValidationError({"cursor": [_("This cursor is not of this list.")]}) from error
        serializer = cast("Serializer[Any]", self.get_serializer())
        bool(serializer.fields)  # a wrong ?fields= is refused before the answer begins
        lines = self.lines(rows, serializer, translation.get_language() or "en")
        return StreamingHttpResponse(lines, content_type=MEDIA_TYPE, headers={"X-Accel-Buffering": "no"})

    def lines(self, rows: QuerySet[Any], serializer: Serializer[Any], language: str) -> Iterator[bytes]:
        """The rows from a server-side cursor, and how many there were."""
        count = 0
        for row in rows.iterator(chunk_size=CHUNK):
            with translation.override(language):
                yield _line({"cursor": self.keyset.cursor(row), "row": serializer.to_representation(row)})
            count += 1
        yield _line({"count": count, "complete": True})


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, cls=JSONEncoder, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
