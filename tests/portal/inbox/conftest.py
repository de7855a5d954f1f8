import pytest

from tests.portal.inbox.mail_server import mail_server


@pytest.fixture
def smtp_server(settings):
    """A real mail server that settings name."""
    with mail_server() as server:
        settings.SMTP_URL = server.url
        yield server
