"""Where a form leads afterwards is an address of the portal, whoever wrote the link to it."""

import pytest
from django.test import RequestFactory

from portal.organizations.views.access import way_back


@pytest.mark.parametrize(
    ("target", "onwards"),
    [
        ("/applications/1/check/?all#q", "/applications/1/check/?all#q"),
        ("", ""),
        ("https://x.example/", ""),
        ("//x.example/", ""),
        ("/\\x.example/", ""),
        ("javascript:alert(1)", ""),
        ("dashboard", ""),
        ("no such view", ""),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_only_a_path_of_the_portal_is_a_way_back(
    rf: RequestFactory, method: str, target: str, onwards: str
) -> None:
    assert way_back(getattr(rf, method)("/organizations/new/", {"next": target})) == onwards
