from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver

from applications.intake.api import CheckView
from portal.accounts.api import TokenView
from portal.accounts.tokens_api import TokenList
from portal.api.idempotency import Idempotent
from portal.files.api import UploadBegin

FILE = Path(settings.BASE_DIR, "portal", "openapi.yaml")
REFRESH = "uv run manage.py spectacular --lang en --validate --fail-on-warn --file portal/openapi.yaml"
# The answers of two hold a secret, the third changes nothing; an upload is announced by headers, which no key
# covers: announced twice, one is forgotten.
NEVER_KEPT = {TokenView, TokenList, CheckView, UploadBegin}


def posts(resolver: URLResolver | URLPattern, prefix: str = "") -> Iterator[tuple[str, type]]:
    """Every API view that takes POST, with its path."""
    path = prefix + str(resolver.pattern).removeprefix("^/")
    if isinstance(resolver, URLResolver):
        for inner in resolver.url_patterns:
            yield from posts(inner, path)
    elif path.startswith("api/v1/"):
        view = resolver.callback.cls
        if hasattr(view, "post") or "post" in (getattr(resolver.callback, "actions", None) or {}):
            yield path, view


def test_the_description_in_the_repository_is_the_generated_one(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.yaml"
    call_command("spectacular", "--lang", "en", "--validate", "--fail-on-warn", "--file", str(generated))
    assert generated.read_text() == FILE.read_text(), f"Refresh it: {REFRESH}"


@pytest.mark.parametrize(("path", "view"), list(posts(get_resolver())))
def test_every_post_takes_an_idempotency_key(path: str, view: type) -> None:
    assert issubclass(view, Idempotent) or view in NEVER_KEPT, path
