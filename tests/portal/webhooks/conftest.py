import pytest
from django.utils import translation

from tests.portal.inbox.http_server import http_server


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def system(settings):
    """The system of an organization, on this machine."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    with http_server() as server:
        yield server


@pytest.fixture
def owner():
    from tests.factories.organizations import member  # models exist only after setup

    return member()


@pytest.fixture
def endpoint(system, owner):
    """A webhook of the owner's organization that wants to hear of submissions."""
    from portal.webhooks.models import Endpoint

    return Endpoint.objects.create(
        organization=owner.organization,
        url=system.url,
        kinds=["application.submitted"],
        created_by=owner.user,
    )
