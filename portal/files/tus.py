"""tus 1.0 in requests and headers, for pages and the API alike."""

import base64
import binascii
import json
from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.capacities import Capacity
from portal.api.problems import Refused
from portal.files import finishing, uploading
from portal.files.models import Upload

VERSION = "1.0.0"
BODY = "application/offset+octet-stream"
LONGEST_NAME, LONGEST_PLACE, LONGEST_TARGET = 255, 200, 20


class Malformed(Refused):
    """The request is not what the protocol says (400)."""

    status = 400
    code = "malformed"

    def __init__(self) -> None:
        super().__init__(_("The upload does not say what it is. Load the page again, then repeat it."))


class WrongFormat(Refused):
    """A piece comes as something else than bytes at an offset (415)."""

    status = 415
    code = "wrong_format"

    def __init__(self) -> None:
        super().__init__(_("This format is not understood"))


def begin(request: HttpRequest, *, by: Capacity, at: datetime) -> Upload:
    """Announce a file: Upload-Length, and Upload-Metadata with filename, target and place."""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    name, target = told.get("filename", ""), told.get("target", "")
    if not name or len(name) > LONGEST_NAME or len(target) > LONGEST_TARGET:
        raise Malformed
    place, size = _place(told.get("place", "")), _number(request, "Upload-Length")
    return uploading.begin(target, place, name, size, by=by, at=at)


def take(request: HttpRequest, found: Upload, at: datetime) -> Upload:
    """The next piece, at Upload-Offset; a small file is finished with its last piece."""
    if request.content_type != BODY:
        raise WrongFormat
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    found = uploading.receive(found, offset, request.read, length, at=at)
    if found.state == Upload.State.ARRIVED and found.size <= uploading.SMALL:
        finishing.finish(found.pk, timezone.now())
    return found


def headers_of(found: Upload) -> dict[str, str]:
    """How far an upload is."""
    expires = (found.changed_at + finishing.FORGET).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return {"Upload-Offset": str(found.received), "Upload-Length": str(found.size), "Upload-Expires": expires}


def status_of(refused: Refused) -> int:
    """409 has one meaning here: go on from another byte."""
    again = refused.status == 409 and not isinstance(refused, uploading.OutOfOrder)
    return 422 if again else refused.status


def _number(request: HttpRequest, name: str) -> int:
    text = request.headers.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise Malformed
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """Pairs of a key and a text in base64, separated by commas."""
    found = {}
    for pair in header.split(",")[:20]:
        key, _blank, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Malformed from None
    return found


def _place(text: str) -> dict[str, str]:
    """Names and texts, as the target reads them."""
    try:
        found = json.loads(text) if len(text) <= LONGEST_PLACE else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise Malformed
    return found
