"""What anybody needs to check a receipt without trusting the portal: the signed text, signature and keys."""

import base64

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from applications.intake.models import Submission
from applications.intake.views.receipts import find_receipt
from portal.documents import publishing, signing
from portal.documents.models import SigningKey


def _signed(code: str) -> Submission:
    found = find_receipt(code)
    if found is None or not found.signature:
        raise Http404
    return found


@require_safe
def receipt_statement(request: HttpRequest, code: str) -> HttpResponse:
    """The very bytes that were signed."""
    found = _signed(code)
    return _download(found.statement.encode(), "application/json", f"{found.receipt_code}.json")


@require_safe
def receipt_signature(request: HttpRequest, code: str) -> HttpResponse:
    """The 64 bytes of the signature."""
    found = _signed(code)
    signature = base64.b64decode(found.signature)
    return _download(signature, "application/octet-stream", f"{found.receipt_code}.sig")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def receipt_key(request: HttpRequest, key_id: str) -> HttpResponse:
    """A public key as OpenSSL reads it."""
    key = publishing.public_key(key_id)
    if key is None:
        raise Http404
    return _download(signing.pem(key.public).encode(), "application/x-pem-file", f"{key.id}.pem")


@require_safe
def well_known_keys(request: HttpRequest) -> HttpResponse:
    """Every public key that receipts are or were signed with, the newest first."""
    return JsonResponse({"keys": [told(key) for key in publishing.published()]})


def told(key: SigningKey) -> dict[str, str]:
    """A key as programs read it; `public` in base64."""
    return {
        "id": key.id,
        "algorithm": "Ed25519",
        "public": key.public,
        "since": key.since.isoformat(),
        "pem": signing.pem(key.public),
    }


def receipt_keys(request: HttpRequest) -> HttpResponse:
    """The keys, how to check with OpenSSL, and a form that checks a text with its signature."""
    nothing = {"statement": "", "signature": "", "genuine": "", "wrong": ""}
    context: dict[str, object] = {"keys": publishing.published(), "path": publishing.PATH, **nothing}
    if request.method == "POST":
        context |= _checked(request.POST.get("statement", ""), request.POST.get("signature", ""))
    return render(request, "intake/receipt_keys.html", context)


def _checked(statement: str, signature: str) -> dict[str, object]:
    """What becomes of a text and a signature that somebody pasted."""
    text, found = statement.strip(), "".join(signature.split())
    by = next((k for k in publishing.published() if signing.is_signed(text.encode(), found, k.public)), None)
    answer = _("The signature is genuine. The portal signed exactly this text, with the key %(key)s.") % {
        "key": by.id if by else ""
    }
    wrong = _("This signature does not belong to this text. Copy both whole, with nothing added.")
    return {
        "statement": statement[:4000],
        "signature": signature[:200],
        "genuine": answer if by else "",
        "wrong": "" if by else wrong,
    }
