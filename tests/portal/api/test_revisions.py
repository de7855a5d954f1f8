import pytest
from rest_framework.test import APIClient

pytestmark = [pytest.mark.urls("tests.portal.api.views"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 428),
        ("", 428),
        ("*", 428),
        ('"7"', 200),
        ("7", 412),
        ('"6"', 412),
        ('W/"7"', 412),
        ('"x"', 412),
        ('"99999999999999999999"', 412),
    ],
)
def test_a_change_names_the_revision_it_starts_from(header, status):
    options = {} if header is None else {"HTTP_IF_MATCH": header}
    response = APIClient().patch("/api/shared/", {}, "json", **options)
    assert response.status_code == status
    if status == 200:
        assert response["ETag"] == '"8"'
