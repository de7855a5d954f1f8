import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.inbox.smtp import Server


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", Server("smtp", "mail.example", 25, "", "")),
        ("smtps://mail.example", Server("smtps", "mail.example", 465, "", "")),
        (
            "smtp+tls://me%40city.example:p%2Fw@mail.example",
            Server("smtp+tls", "mail.example", 587, "me@city.example", "p/w"),
        ),
        ("smtp://mail.example:1025", Server("smtp", "mail.example", 1025, "", "")),
    ],
)
def test_server_of_an_address(url, server):
    assert Server.of(url) == server


@pytest.mark.parametrize("url", ["mail.example:25", "http://mail.example", "smtp://"])
def test_server_of_something_else_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="SMTP_URL"):
        Server.of(url)


@pytest.mark.parametrize("scheme", ["smtps", "smtp+tls"])
def test_an_encrypted_session_is_never_made_in_the_clear(smtp_server, scheme):
    server = Server.of(smtp_server.url.replace("smtp:", f"{scheme}:"))
    with pytest.raises(OSError):  # noqa: PT011  # whichever of ssl's and smtplib's errors
        server.connect()
    assert not any(line.startswith(("mail", "AUTH")) for line in smtp_server.commands)
