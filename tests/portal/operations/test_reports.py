"""Errors go to a server of the city, without personal data; without an address nothing is loaded."""

import gzip
import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

FAIL = """
import django; django.setup()
import sentry_sdk
from django.conf import settings
from django.test import Client
settings.ROOT_URLCONF = "tests.portal.operations.faulty_urls"
headers = {"Authorization": "Bearer kc_aB3dE5fG7hJ9", "Cookie": "a=b"}
response = Client(raise_request_exception=False).get("/faulty/?name=林晚舟", headers=headers)
print(response.status_code, response.headers["X-Request-ID"])
sentry_sdk.flush(10)
"""
LOADED = "import sys, django; django.setup(); print('sentry_sdk' in sys.modules)"


@pytest.fixture
def receiver():
    """A local server that keeps what is posted to it."""
    kept = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kept.append(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://key@127.0.0.1:{server.server_port}/1", kept
    server.shutdown()
    server.server_close()


def run(code, **variables):
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | variables, capture_output=True, text=True, check=True
    )


@pytest.mark.exhaustive
@pytest.mark.django_db
def test_error_arrives_with_its_place_and_number_only(receiver):
    dsn, kept = receiver
    result = run(FAIL, SENTRY_DSN=dsn)
    status, number = result.stdout.split()
    report = next(json.loads(line) for body in kept for line in body.splitlines() if b'"exception"' in line)
    text = json.dumps(report, ensure_ascii=False)
    assert status == "500"
    assert report["tags"]["request_id"] == number
    assert report["exception"]["values"][-1]["type"] == "ValueError"
    assert report["request"].keys() <= {"method"}
    secrets = ("林", "lin@", "13800001234", "kc_a", "a=b", "name=")
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.exhaustive
def test_without_an_address_nothing_is_loaded():
    assert run(LOADED, SENTRY_DSN="").stdout.strip() == "False"
