import pytest

from tests.portal.inbox.mail_server import mail_server


@pytest.fixture
def smtp_server(settings):
    """A real mail server that settings name."""
    with mail_server() as server:
        settings.SMTP_URL = server.url
        yield server


@pytest.fixture
def source():
    """A source of reminders about API tokens."""
    from tests.portal.inbox.token_source import TokenSource, registered  # models exist only after setup

    with registered(TokenSource()) as registered_source:
        yield registered_source
