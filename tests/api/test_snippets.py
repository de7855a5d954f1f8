"""The examples of “Getting started”, run exactly as the page shows them, as programs of their own."""

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from applications.intake.models import Application
from portal.accounts import tokens
from portal.accounts.tokens import Limits
from portal.ui.developer_pages import snippets
from tests.factories import intake
from tests.factories.organizations import OrganizationFactory, member

PAGE = "/api/docs/getting-started/"


def shown() -> list[str]:
    """Every block of code on the page, as a reader copies it."""
    page = Client(headers={"Accept-Language": "en"}).get(PAGE).text
    return [html.unescape(code) for code in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.S)]


def run(code: str, live: LiveServer, key: str, **more: str) -> str:
    """What the example prints; it must end well and say nothing on stderr."""
    environment = os.environ | {"KECHUANG": live.url, "TOKEN": key, "PYTHONIOENCODING": "utf-8"} | more
    command = ["bash", "-euc", code] if code.startswith("curl") else [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@pytest.fixture
def firm() -> Any:
    return member(OrganizationFactory(verified=True))


@pytest.mark.django_db
def test_the_page_shows_every_example_as_it_is():
    setting, *codes = shown()
    assert setting.startswith("export KECHUANG=http://testserver\nexport TOKEN=")
    assert codes == [snippets()[name] for name in ("who_am_i", "find_a_round", "apply", "upload", "export")]


def test_every_example_runs_as_shown(
    transactional_db: None, live_server: LiveServer, firm: Any, tmp_path: Path
):
    round_ = intake.open_round()
    limits = Limits(["applications:write", "catalog:read", "exports:read"], firm.key)
    _token, key = tokens.create(firm.user, "ERP", "named", limits=limits)
    _setting, who, find, apply, upload, export = shown()
    assert json.loads(run(who, live_server, key))["acting_as"] == firm.key
    found = json.loads(run(find, live_server, ""))["results"]
    assert [one["id"] for one in found[0]["rounds"]] == [round_.pk]
    missing = run(apply, live_server, key)
    draft = Application.objects.get()
    assert (draft.organization, draft.answers) == (firm.organization, {"contact": "林晚舟"})
    assert "/answers/staff" in missing
    assert "/answers/contact" not in missing
    file = tmp_path / "合同.pdf"
    file.write_bytes(intake.PDF)
    asked = {"FILE": str(file), "APPLICATION": str(draft.pk), "QUESTION": "contract"}
    assert run(upload, live_server, key, **asked) == "done \n"
    assert draft.attachments.get().name == "合同.pdf"
    assert run(export, live_server, key) == "None draft None\n"
