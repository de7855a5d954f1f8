"""Addresses in answers of the API."""

from collections.abc import Mapping
from typing import Any


def absolute(context: Mapping[str, Any], path: str) -> str:
    """The whole address of a path, where a request is known."""
    request = context.get("request")
    return request.build_absolute_uri(path) if request else path
