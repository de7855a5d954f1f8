"""The services around the portal: do they answer, and to us?"""

import io
import json
import socket
from collections.abc import Iterator
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings

from portal.files import scanner
from portal.inbox import smtp
from portal.inbox.outcomes import Unreachable
from portal.operations.doctor.findings import Finding, ok, problem, warning

SECONDS = 5.0
# What every scanner knows as a virus that does nothing, in two parts so that none stops at this file.
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"


def mail() -> Iterator[Finding]:
    if not settings.SMTP_URL:
        yield problem("mail", "No mail server is named: all mails wait.", "Set SMTP_URL.")
        return
    try:
        with smtp.session():
            yield ok("mail", f"{urlsplit(settings.SMTP_URL).hostname} takes our mail")
    except Unreachable as error:
        yield problem(
            "mail", f"The mail server refuses us: {error}", "Look at SMTP_URL: host, user, password."
        )


def text_messages() -> Iterator[Finding]:
    if not settings.SMS_URL:
        yield warning("SMS", "No provider is named: nobody signs in by mobile number.", "Set SMS_URL.")
        return
    parts = urlsplit(settings.SMS_URL)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        with socket.create_connection((parts.hostname or "", port), SECONDS):
            yield ok("SMS", f"{parts.hostname} can be reached")
    except OSError as error:
        yield problem(
            "SMS", f"{parts.hostname} cannot be reached: {error}", "Look at SMS_URL and the firewall."
        )


def virus_scanner() -> Iterator[Finding]:
    if not scanner.configured():
        yield warning("scanner", "Uploads are not checked for viruses.", "Run ClamAV and set CLAMAV_URL.")
        return
    try:
        found = scanner.infection(io.BytesIO(EICAR.encode()))
    except scanner.Unreachable as error:
        yield problem("scanner", f"It does not answer: {error}", "Start it; uploads wait in quarantine.")
        return
    if found:
        yield ok("scanner", f"finds {found}")
    else:
        yield problem("scanner", "It does not find the test virus.", "Load its signatures: freshclam.")


def single_sign_on() -> Iterator[Finding]:
    if not settings.OIDC_ISSUER:
        return
    address = f"{settings.OIDC_ISSUER}/.well-known/openid-configuration"
    try:
        with urlopen(address, timeout=SECONDS) as answer:  # noqa: S310 - the operator's own address
            issuer = json.load(answer).get("issuer", "")
    except (URLError, OSError, ValueError) as error:
        yield problem("OIDC", f"The provider does not answer: {error}", "Look at OIDC_ISSUER.")
        return
    if issuer.rstrip("/") == settings.OIDC_ISSUER:
        yield ok("OIDC", issuer)
    else:
        yield problem("OIDC", f"The provider calls itself {issuer}.", "Set OIDC_ISSUER to that.")
