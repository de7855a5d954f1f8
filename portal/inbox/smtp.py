"""One connection to the mail server and what its answers mean.

settings.SMTP_URL: smtp://user:password@host:port, smtps://… (TLS from the start), smtp+tls://… (STARTTLS).
"""

import email.policy
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMultiAlternatives
from django.utils.encoding import punycode

from portal.inbox.addresses import refused_recipient
from portal.inbox.enclosures import enclosures_of
from portal.inbox.headers import headers_of
from portal.inbox.models import Delivery
from portal.inbox.outcomes import NoSuchAddress, Permanent, Temporary, Unknown, Unreachable, said

TIMEOUT_SECONDS = 10  # per exchange; a claim outlasts all exchanges of one mail
PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


@dataclass(frozen=True)
class Server:
    """Where mail goes out."""

    scheme: str
    host: str
    port: int
    user: str
    password: str

    @classmethod
    def of(cls, url: str) -> "Server":
        """From SMTP_URL."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ImproperlyConfigured("SMTP_URL must look like smtp://user:password@host:port.")
        port = parts.port or PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, port, user, password)

    def connect(self) -> smtplib.SMTP:
        """A session, encrypted and signed in as the address says."""
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            session: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            session = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)
        try:
            if self.scheme == "smtp+tls":
                session.starttls(context=ssl.create_default_context())
            if self.user:
                session.login(self.user, self.password)
            session.ehlo_or_helo_if_needed()
        except BaseException:
            session.close()
            raise
        return session


@contextmanager
def session() -> Iterator[smtplib.SMTP]:
    """A session with the configured server; Unreachable when there is none to be had."""
    try:
        opened = Server.of(settings.SMTP_URL).connect()
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(said(error)) from error
    try:
        yield opened
    finally:
        with suppress(OSError, smtplib.SMTPException):
            opened.quit()
        opened.close()


def transmit(server: smtplib.SMTP, delivery: Delivery) -> None:
    """Hand one mail over; an outcome is raised where it failed, Unreachable where the session was gone."""
    try:
        content, address = content_of(delivery), envelope(delivery.to)
    except ValueError as error:  # UnicodeError is one: an address or a header that no mail can carry
        raise Permanent(said(error)) from error
    try:
        answer = server.mail(settings.BOUNCE_ADDRESS or parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    except OSError as error:
        raise Unreachable(said(error)) from error
    expect(answer, 250)
    try:
        expect_recipient(server.rcpt(address))
    except OSError as error:
        raise Temporary(said(error)) from error
    try:
        expect(server.data(content), 250)
    except smtplib.SMTPDataError as error:
        expect((error.smtp_code, error.smtp_error))
    except OSError as error:
        raise Unknown(said(error)) from error


def ready_for_next(server: smtplib.SMTP) -> bool:
    """Clear what is left of a mail that was refused; False when the session is gone."""
    try:
        return server.rset()[0] == 250
    except OSError:
        return False


def expect(answer: tuple[int, bytes | str], *codes: int) -> None:
    """Pass the expected answers; 5xx is Permanent, everything else Temporary."""
    code, text = answer
    if code in codes:
        return
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    raise (Permanent if 500 <= code < 600 else Temporary)(words)


def expect_recipient(answer: tuple[int, bytes | str]) -> None:
    """Pass a recipient the server takes; NoSuchAddress where it says that nobody is there."""
    try:
        expect(answer, 250, 251)
    except Permanent as error:
        if refused_recipient(str(error)):
            raise NoSuchAddress(str(error)) from error
        raise


def envelope(address: str) -> str:
    """The address in ASCII, as the server takes it."""
    local, _at, domain = address.rpartition("@")
    return f"{local.encode('ascii').decode()}@{punycode(domain)}"


def content_of(delivery: Delivery) -> bytes:
    """The mail as it goes over the wire."""
    message = EmailMultiAlternatives(
        delivery.subject,
        delivery.body,
        settings.DEFAULT_FROM_EMAIL,
        [delivery.to],
        headers=headers_of(delivery),
    )
    if delivery.html:
        message.attach_alternative(delivery.html, "text/html")
    for file in enclosures_of(delivery):
        message.attach(file.name, file.content, file.media_type)
    return message.message(policy=email.policy.SMTP.clone(cte_type="7bit")).as_bytes()
