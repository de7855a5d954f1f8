"""Examples of requests, put into the API's description (a postprocessing hook)."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent.parent / "api_examples.yaml"
Example = dict[str, Any]


@cache
def examples() -> dict[str, Example]:
    """By operation: `path`, `query` and `header` parameters and the `body` of a request."""
    found: dict[str, Example] = yaml.safe_load(FILE.read_text())
    return found


def add_examples(result: dict[str, Any], **_hook: Any) -> dict[str, Any]:
    """Write them where OpenAPI has a place: at each parameter and each JSON body."""
    for methods in result["paths"].values():
        for operation in methods.values():
            _add(operation, examples().get(operation["operationId"], {}))
    return result


def _add(operation: dict[str, Any], example: Example) -> None:
    given = {place: example.get(place, {}) for place in ("path", "query", "header")}
    for parameter in operation.get("parameters", []):
        value = given.get(parameter.get("in"), {}).get(parameter.get("name"))
        if value is not None:
            parameter["example"] = value
    if "body" in example:
        operation["requestBody"]["content"]["application/json"]["examples"] = {
            "example": {"value": example["body"]}
        }
