"""Titles of programs by their short names, for the words of tests."""

from time import monotonic

from portal.ui.texts import localized
from programs.catalog.models import Program

REMEMBERED = 60  # seconds


class Titles:
    """Read at once and kept for a while."""

    def __init__(self) -> None:
        self.rows: dict[str, Program] = {}
        self.until = 0.0

    def title(self, slug: str) -> str:
        """In the reader's language; "" for an exclusion group or a program that is not public."""
        if monotonic() > self.until:
            rows = Program.objects.published().only("slug", "title", "title_en", "hant")
            self.rows = {row.slug: row for row in rows}
            self.until = monotonic() + REMEMBERED
        return localized(self.rows[slug], "title") if slug in self.rows else ""


titles = Titles()
