"""Editing what several people edit: `If-Match` names the revision a change starts from."""

import re

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.response import Response

from portal.api.problems import PreconditionRequired, Stale

_QUOTED = re.compile(r'"(\d{1,9})"')


def expected_revision(request: HttpRequest | Request) -> int:
    """The revision in If-Match; without one 428, with one that no revision can have 412.

    The service compares it under its lock with `check_revision`.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise PreconditionRequired
    match = _QUOTED.fullmatch(header)
    if match is None:
        raise Stale
    return int(match[1])


def check_revision(current: int, expected: int) -> None:
    """Refuse a change that does not start from the current revision."""
    if current != expected:
        raise Stale


def tagged(response: Response, revision: int) -> Response:
    """The response with the revision as its ETag, ready for the next If-Match."""
    response["ETag"] = f'"{revision}"'
    return response
