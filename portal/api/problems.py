"""Refusals, and every error of the API as a problem document (RFC 9457)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core import exceptions as django
from django.db import DataError
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as rest
from rest_framework.response import Response

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, Promise] = {
    400: _("The request is not right"),
    401: _("Sign in first"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("This address does not do that"),
    406: _("This format is not available"),
    409: _("Not possible now"),
    412: _("Somebody changed it meanwhile"),
    413: _("Too large"),
    415: _("This format is not understood"),
    422: _("The same key came with another request"),
    428: _("Name the revision you are changing"),
    429: _("Too many requests"),
    500: _("The portal made a mistake"),
}


class Refused(Exception):
    """An action that may not happen now; `sentence` says why and is shown as it is (409)."""

    status = 409
    code = "refused"

    def __init__(self, sentence: str | Promise) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class Stale(Refused):
    """The caller changes a revision that is no longer the current one (412)."""

    status = 412
    code = "stale"

    def __init__(self, sentence: str | Promise = "") -> None:
        super().__init__(
            sentence or _("Somebody has changed this meanwhile. Load it again, then repeat your change.")
        )


class PreconditionRequired(Refused):
    """A change of a shared resource without the revision it starts from (428)."""

    status = 428
    code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Send the revision you are changing in If-Match, in quotation marks."))


class KeyReused(Refused):
    """An idempotency key that came before with another body (422)."""

    status = 422
    code = "key_reused"

    def __init__(self) -> None:
        super().__init__(_("This Idempotency-Key was used for another request. Use a new key."))


def pointer(path: Sequence[str | int]) -> str:
    """The JSON pointer (RFC 6901) of a path; the whole document is the empty string."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def problem(status: int, detail: str | Promise = "", code: str = "", **members: Any) -> dict[str, Any]:
    """A problem document; `type` is about:blank unless the problem has a code of its own."""
    document = {
        "type": f"urn:kechuang:problem:{code}" if code else "about:blank",
        "title": str(TITLES.get(status, TITLES[500 if status >= 500 else 400])),
        "status": status,
    }
    return document | ({"detail": str(detail)} if detail else {}) | members


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Answer an exception of an API view; None where it is a defect of ours."""
    document, headers = _described(exc)
    if document is None:
        return None
    return Response(document, document["status"], headers=headers, content_type=MEDIA_TYPE)


def _described(exc: Exception) -> tuple[dict[str, Any] | None, dict[str, str]]:
    if isinstance(exc, Refused):
        return problem(exc.status, exc.sentence, exc.code), {}
    if isinstance(exc, rest.ValidationError):
        return _validation(list(_rest_errors(exc.detail, ()))), {}
    if isinstance(exc, django.ValidationError):
        return _validation(list(_django_errors(exc))), {}
    if isinstance(exc, Http404):
        return problem(404, _("There is nothing here, or it is not yours to see.")), {}
    if isinstance(exc, django.PermissionDenied):
        exc = rest.PermissionDenied()
    if isinstance(exc, django.SuspiciousOperation):
        return problem(413 if isinstance(exc, django.RequestDataTooBig) else 400), {}
    if isinstance(exc, DataError):
        return problem(400, _("A value lies outside of what can be stored.")), {}
    if isinstance(exc, rest.APIException):
        return problem(exc.status_code, str(exc.detail)), _headers(exc)
    return None, {}


def _headers(exc: rest.APIException) -> dict[str, str]:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = str(exc.auth_header)  # type: ignore[attr-defined]  # set by the view
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))  # type: ignore[attr-defined]  # only Throttled has it
    return headers


def _validation(errors: list[dict[str, str]]) -> dict[str, Any]:
    return problem(400, _("Some entries need a change."), "validation", errors=errors)


def _rest_errors(detail: Any, path: tuple[str | int, ...]) -> Iterator[dict[str, str]]:
    """Flatten nested serializer errors; errors of a whole object point at the object."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            yield from _rest_errors(inner, path if name == "non_field_errors" else (*path, name))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            yield from _rest_errors(inner, path if isinstance(inner, str) else (*path, index))
    else:
        yield {"field": pointer(path), "code": detail.code or "invalid", "message": str(detail)}


def _django_errors(exc: django.ValidationError) -> Iterator[dict[str, str]]:
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {django.NON_FIELD_ERRORS: exc.error_list}
    for name, errors in by_field.items():
        path = () if name == django.NON_FIELD_ERRORS else (name,)
        for error in errors:
            for message in error.messages:
                yield {"field": pointer(path), "code": error.code or "invalid", "message": message}
