"""Pages of lists: numbered for people's lists, by cursor for long ones."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import BasePagination, PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from portal.api.keyset import BadCursor, Keyset, Page

DEFAULT_SIZE, MAX_SIZE = 20, 100
_SIZE_SCHEMA = {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE}


class PageNumber(PageNumberPagination):
    """`?page=` and `?page_size=` (at most 100): `{count, next, previous, results}`."""

    page_size = DEFAULT_SIZE
    page_size_query_param = "page_size"
    max_page_size = MAX_SIZE

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The two parameters, for the API's description."""
        page = {"type": "integer", "minimum": 1, "default": 1}
        return [_parameter("page", page), _parameter("page_size", _SIZE_SCHEMA)]


class Cursor(BasePagination):
    """`?ordering=`, `?cursor=` and `?page_size=`: `{next, previous, results}`.

    The view names its orderings: `keyset = Keyset({"newest": ["-submitted_at", "-id"]})`.
    """

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        """The rows of the page that the address names."""
        keyset: Keyset = view.keyset  # type: ignore[union-attr]  # a view with this paginator has one
        ordering = request.query_params.get("ordering", keyset.default)
        if ordering not in keyset.orderings:
            names = pgettext("between the items of a list", ", ").join(keyset.orderings)
            raise ValidationError({"ordering": [_("Choose one of: %(names)s.") % {"names": names}]})
        try:
            cursor = request.query_params.get("cursor", "")
            self.page: Page[Any] = keyset.page(queryset, _size(request), ordering, cursor)
        except BadCursor as error:
            raise ValidationError({"cursor": [_("This cursor is not of this list.")]}) from error
        self.address = request.build_absolute_uri()
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the addresses beside it."""
        links = {"next": self._link(self.page.next), "previous": self._link(self.page.previous)}
        return Response(links | {"results": data})

    def _link(self, cursor: str | None) -> str | None:
        bare = remove_query_param(self.address, "cursor")
        return replace_query_param(bare, "cursor", cursor) if cursor else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of a page, for the API's description."""
        link = {"type": "string", "format": "uri", "nullable": True}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": link, "results": schema},
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The three parameters, for the API's description."""
        names = {"type": "string", "enum": list(view.keyset.orderings), "default": view.keyset.default}
        shapes = {"ordering": names, "cursor": {"type": "string"}, "page_size": _SIZE_SCHEMA}
        return [_parameter(name, shape) for name, shape in shapes.items()]


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", "")[:9]
    wanted = int(text) if text.isascii() and text.isdigit() else 0
    return min(wanted, MAX_SIZE) or DEFAULT_SIZE
