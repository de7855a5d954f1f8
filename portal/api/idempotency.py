"""The same POST twice has one effect and one answer.

The effect and its answer are committed together, under an advisory lock of the key: a crash leaves
neither, and whoever asks while the first is under way is told so.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.api.models import IdempotentReply
from portal.api.problems import KeyReused, Refused

KEPT_FOR = timedelta(hours=24)
KEPT_HEADERS = ("Content-Type", "Location", "ETag")
SWEPT_AT_ONCE = 100


class _Replay(Exception):
    """Leaves the view early with the answer that was kept."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response


class Idempotent(APIView):
    """Mixin for views with POST, named first. `keeps_answers = False` where an answer holds a secret."""

    keeps_answers = True
    _reply: IdempotentReply | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """With a key the whole request is one transaction."""
        if request.method != "POST" or not self.keeps_answers or "Idempotency-Key" not in request.headers:
            return super().dispatch(request, *args, **kwargs)
        with transaction.atomic():
            return super().dispatch(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After sign-in and permissions: replay, refuse or go on."""
        super().initial(request, *args, **kwargs)
        key = request.headers.get("Idempotency-Key")
        person = request.user.pk
        if key is None or person is None or request.method != "POST" or not self.keeps_answers:
            return
        reply = _described(request, person, key)
        _lock(reply)
        kept = _kept(reply)
        if kept is None:
            self._reply = reply
        elif kept.digest == reply.digest:
            raise _Replay(_response(kept))
        else:
            raise KeyReused

    def handle_exception(self, exc: Exception) -> Response:
        """A replay is an answer, not an error. After an error of the database nothing can be kept."""
        if isinstance(exc, _Replay):
            return exc.response  # type: ignore[return-value]  # DRF takes any response here
        if self._reply is not None and isinstance(exc, DatabaseError):
            self._reply = None
            transaction.set_rollback(True)
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Keep the answer once it is rendered; an error of ours keeps nothing."""
        final = super().finalize_response(request, response, *args, **kwargs)
        if self._reply is not None and isinstance(final, Response) and final.status_code < 500:
            _keep(self._reply, final.render())
        return final


def _described(request: Request, person: int, key: str) -> IdempotentReply:
    if not 0 < len(key) <= 200 or not key.isprintable():
        raise ValidationError({"Idempotency-Key": [_("A key has 1 to 200 printable characters.")]})
    return IdempotentReply(
        person_id=person, method="POST", path=request.path[:300], key=key, digest=_digest(request)
    )


def _digest(request: Request) -> str:
    """SHA-256 of what is asked: query, capacity and content; a repeated upload may have a new boundary."""
    digest = hashlib.sha256()
    query, capacity = request.META.get("QUERY_STRING", ""), request.headers.get("X-Acting-As", "")
    for part in (query.encode(), capacity.encode(), *_content(request.data)):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def _content(data: Any) -> Iterator[bytes]:
    if not isinstance(data, QueryDict):
        yield json.dumps(data, sort_keys=True, cls=DjangoJSONEncoder).encode()
        return
    for name in sorted(data):
        for value in data.getlist(name):
            yield name.encode()
            yield _file_digest(value) if isinstance(value, UploadedFile) else str(value).encode()


def _file_digest(upload: UploadedFile) -> bytes:
    digest = hashlib.sha256(str(upload.name).encode())
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.digest()


def _lock(reply: IdempotentReply) -> None:
    """Take the key until the transaction ends, or say that another request has it."""
    name = f"idempotency {reply.person_id} {reply.path} {reply.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        if not cursor.fetchone()[0]:
            raise Refused(_("The first request with this key is still under way. Ask again in a moment."))


def _kept(reply: IdempotentReply) -> IdempotentReply | None:
    """The answer kept under this key, unless it is older than a day."""
    _sweep(timezone.now() - KEPT_FOR)
    same = IdempotentReply.objects.filter(
        person_id=reply.person_id, method=reply.method, path=reply.path, key=reply.key
    )
    same.filter(created_at__lt=timezone.now() - KEPT_FOR).delete()
    return same.first()


def _sweep(before: datetime) -> None:
    """Forget some answers of everybody's that are past their day: they may hold personal data."""
    old = IdempotentReply.objects.filter(created_at__lt=before).select_for_update(skip_locked=True)
    IdempotentReply.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])).delete()


def _keep(reply: IdempotentReply, response: HttpResponse) -> None:
    reply.status = response.status_code
    reply.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    reply.answer = response.content
    reply.created_at = timezone.now()
    reply.save()


def _response(kept: IdempotentReply) -> HttpResponse:
    return HttpResponse(
        bytes(kept.answer), status=kept.status, headers=kept.headers | {"Idempotency-Replayed": "true"}
    )
