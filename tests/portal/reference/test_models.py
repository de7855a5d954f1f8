import pytest

from portal.reference.models import region_prefix


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("310000", "31"),
        ("500000", "50"),
        ("330100", "3301"),
        ("451000", "4510"),
        ("310114", "310114"),
        ("310110", "310110"),
    ],
)
def test_prefix_keeps_pairs_of_digits(code: str, prefix: str) -> None:
    assert region_prefix(code) == prefix
