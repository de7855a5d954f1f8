import io
import json
import logging

import pytest

from portal.operations import logs


class Lines:
    """What goes to the standard output of a process in production."""

    def __init__(self):
        self.stream = io.StringIO()

    @property
    def text(self):
        return self.stream.getvalue()

    def events(self, name=None):
        found = [json.loads(line) for line in self.text.splitlines()]
        return [event for event in found if name is None or event["event"] == name]


@pytest.fixture
def lines():
    """The lines logged during the test, as production formats them."""
    kept, root = Lines(), logging.getLogger()
    handler = logging.StreamHandler(kept.stream)
    handler.setFormatter(logs.formatter())
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield kept
    root.removeHandler(handler)
    root.setLevel(level)
