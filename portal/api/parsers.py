"""What the API reads as JSON."""

import re
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

MOST_NESTED = 20  # nothing the API takes is nested deeper than four levels
# RFC 7493: half of a character, which neither UTF-8 nor PostgreSQL can hold.
_HALVES = re.compile("[\ud800-\udfff]")


class JsonParser(JSONParser):
    """JSON of a sane depth, without the halves of characters that some programs cut off."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        try:
            return _whole(super().parse(stream, media_type, parser_context), MOST_NESTED)
        except RecursionError as error:
            raise ParseError(_("The content is nested too deeply.")) from error


def _whole(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return _HALVES.sub("", value)
    if not isinstance(value, list | dict):
        return value
    if not depth:
        raise ParseError(_("The content is nested too deeply."))
    if isinstance(value, list):
        return [_whole(item, depth - 1) for item in value]
    return {_HALVES.sub("", key): _whole(item, depth - 1) for key, item in value.items()}
