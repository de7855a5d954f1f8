from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture
def english(site_language: None) -> Iterator[None]:
    """Sentences are compared as they are written in the code."""
    with translation.override("en"):
        yield
