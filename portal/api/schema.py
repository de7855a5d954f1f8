"""What drf-spectacular cannot read from the views: problems, and the headers every view takes."""

from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from portal.api.fields import DESCRIPTION, PARAMETER, is_sparse
from portal.api.idempotency import Idempotent

PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string", "description": "JSON pointer into the request."},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
            },
        },
    },
}
ACTING_AS = {
    "name": "X-Acting-As",
    "in": "header",
    "required": False,
    "description": "Capacity: organization:<uscc>, department:<code>, expert, auditor, admin or self.",
    "schema": {"type": "string"},
}
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body gets the first answer for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The revision that the change starts from, in quotation marks.",
    "schema": {"type": "string"},
}
FIELDS = {
    "name": PARAMETER,
    "in": "query",
    "required": False,
    "description": f"{DESCRIPTION} What is required of them is then required of those named.",
    "schema": {"type": "string"},
}


class TokenScheme(OpenApiAuthenticationExtension):
    """`Authorization: Bearer <token>`."""

    target_class = "portal.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The scheme in OpenAPI's words."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):
    """The cookie of a browser that has signed in."""

    target_class = "portal.accounts.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The scheme in OpenAPI's words."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class ProblemSchema(AutoSchema):
    """Adds the headers to each operation and the problem as its default response.

    A view with `revisioned = True` takes If-Match on PATCH.
    """

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation with what all operations share."""
        operation = super().get_operation(*args, **kwargs)
        if operation is not None:
            if references := self._references():
                operation.setdefault("parameters", []).extend(references)
            operation["responses"]["default"] = {"$ref": "#/components/responses/Problem"}
        return operation

    def _is_list_view(self, serializer: Any = None) -> bool:
        """An export takes the filters of its list."""
        return getattr(self.view, "streams_rows", False) or super()._is_list_view(serializer)

    def _answer(self) -> Any:
        if getattr(self.view, "streams_rows", False):
            return self.view.serializer_class  # type: ignore[attr-defined]  # exports have one
        return self.get_response_serializers()

    def _references(self) -> list[dict[str, str]]:
        names = []
        if operation_needs_sign_in(self):
            names.append("ActingAs")
        if self.method == "POST" and isinstance(self.view, Idempotent) and self.view.keeps_answers:
            names.append("IdempotencyKey")
        if self.method == "PATCH" and getattr(self.view, "revisioned", False):
            names.append("IfMatch")
        if self.method == "GET" and is_sparse(self._answer()):
            names.append("Fields")
        return [{"$ref": f"#/components/parameters/{name}"} for name in names]


def operation_needs_sign_in(schema: AutoSchema) -> bool:
    """Whether the operation has a sign-in that is not optional."""
    return bool(schema.get_auth()) and {} not in schema.get_auth()


def add_shared_components(result: dict[str, Any], **_hook: Any) -> dict[str, Any]:
    """Put the problem and the headers among the components (a postprocessing hook)."""
    _drop_marks(result)
    components = result.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = PROBLEM
    components["responses"] = {
        "Problem": {
            "description": "Why not.",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    }
    headers = {
        "ActingAs": ACTING_AS,
        "IdempotencyKey": IDEMPOTENCY_KEY,
        "IfMatch": IF_MATCH,
        "Fields": FIELDS,
    }
    components["parameters"] = headers
    return result


def _drop_marks(node: Any) -> None:
    """Take out the generator's own marks on enumerations."""
    if isinstance(node, dict):
        node.pop("x-spec-enum-id", None)
        node = list(node.values())
    if isinstance(node, list):
        for inner in node:
            _drop_marks(inner)
