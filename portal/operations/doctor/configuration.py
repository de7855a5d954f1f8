"""The settings of a portal that people use."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.http.request import validate_host

from portal.operations.doctor.findings import Finding, ok, problem, warning


def mode() -> Iterator[Finding]:
    """Neither development nor demonstration."""
    if settings.DEBUG:
        yield problem("mode", "DEBUG is on: errors show settings to everybody.", "Set DEBUG=0.")
    if settings.DEMO:
        yield problem("mode", "DEMO is on: /demo/mail/ shows every mail to everybody.", "Set DEMO=0.")
    if not settings.DEBUG and not settings.DEMO:
        yield ok("mode", "production")


def deployment() -> Iterator[Finding]:
    """What Django's own checks for production say: keys, cookies, headers."""
    found = checks.run_checks(include_deployment_checks=True)
    for message in found:
        kind = problem if message.level >= checks.ERROR else warning
        yield kind("settings", str(message.msg), str(message.hint or "See the message."))
    if not found:
        yield ok("settings", "Django's checks for production pass")


def address() -> Iterator[Finding]:
    """Letters lead to SITE_URL, so it must be an address that answers."""
    site = urlsplit(settings.SITE_URL)
    host, wanted = site.hostname or "", "https" if settings.HTTPS else "http"
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield problem("address", f"SITE_URL names {host}, which is refused.", "Add it to ALLOWED_HOSTS.")
    elif site.scheme != wanted:
        yield problem("address", f"SITE_URL is not {wanted}.", "Make SITE_URL and HTTPS agree.")
    else:
        yield ok("address", settings.SITE_URL)
    if "*" in settings.ALLOWED_HOSTS:
        yield problem("address", "Every host name is answered.", "Name the hosts in ALLOWED_HOSTS.")
    if not settings.HTTPS:
        yield warning("address", "HTTPS is off.", "Set HTTPS=1 and let the proxy hold a certificate.")
    elif not settings.TRUST_PROXY:
        yield warning(
            "address",
            "The proxy in front is not trusted: limits of sign-ins count all people as one.",
            "Have it set X-Forwarded-Proto and X-Forwarded-For itself, then set TRUST_PROXY=1.",
        )


def sign_in() -> Iterator[Finding]:
    if settings.MFA_REQUIRED:
        yield ok("sign-in", "officials and administrators need a second factor")
    else:
        yield problem("sign-in", "A password alone opens the files of all firms.", "Set MFA_REQUIRED=1.")


def contacts() -> Iterator[Finding]:
    """Who answers people, and who sees errors."""
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith(".example"):
        yield problem("contacts", "Mails come from an invented address.", "Set DEFAULT_FROM_EMAIL.")
    if not settings.SUPPORT_CONTACT:
        yield warning("contacts", "The contact page names nobody.", "Set SUPPORT_CONTACT.")
    if not settings.METRICS_TOKEN:
        yield warning("contacts", "No monitoring reads /metrics.", "Set METRICS_TOKEN, and let it.")
