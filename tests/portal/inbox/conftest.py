import pytest
from django.db import connection

from tests.portal.inbox.house import house
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


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        source = connection.settings_dict
    with house(source) as found:
        yield found


@pytest.fixture
def night(built):
    """A house in which nothing has happened yet."""
    with mail_server() as mail:
        built.begin(mail)
        yield built
        built.everybody_goes()
        print(built.logs())  # shown when the test failed
