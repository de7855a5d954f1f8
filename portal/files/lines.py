"""The lines of an uploaded list on its page: what each does, how many of a sort, which are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

ALL = "all"


class Does(models.TextChoices):
    """What a line does when the list is entered."""

    WRONG = "wrong", pgettext_lazy("rows of a file", "Wrong")
    NEW = "new", pgettext_lazy("rows of a file", "New")
    CHANGED = "changed", pgettext_lazy("rows of a file", "Changed")
    SAME = "same", pgettext_lazy("rows of a file", "Already there")


@dataclass(frozen=True)
class Choice:
    """Lines of one sort, or all: how many there are, and whether they are shown."""

    name: str
    label: Any
    count: int
    chosen: bool


class Lines[Line: models.Model]:
    """Which lines are shown, by the address: `show` a result or all, `page`.

    Without being asked: all of a list of one page, of a longer one what is wrong, else new, else changed.
    """

    def __init__(self, lines: models.QuerySet[Line], asked: Mapping[str, Any], per_page: int = 50) -> None:
        counted = lines.order_by().values_list("does").annotate(count=Count("pk"))
        self.counts: dict[str, int] = dict(counted)
        self.total = sum(self.counts.values())
        first = next((str(does) for does in Does if self.counts.get(does)), ALL)
        wanted = asked.get("show", "")
        known = wanted in (*Does.values, ALL)
        self.show = wanted if known else ALL if self.total <= per_page else first
        self.of_sort = lines if self.show == ALL else lines.filter(does=self.show)
        self.page: Page[Line] = Paginator(self.of_sort, per_page).get_page(asked.get("page"))

    @property
    def wrong(self) -> int:
        """Lines that cannot be entered."""
        return self.counts.get(Does.WRONG, 0)

    @property
    def to_do(self) -> int:
        """Lines that change something."""
        return self.counts.get(Does.NEW, 0) + self.counts.get(Does.CHANGED, 0)

    @property
    def choices(self) -> list[Choice]:
        """All and the sorts of lines there are; none where all are of one."""
        sorts: list[tuple[str, Any, int]] = [
            (str(does), does.label, self.counts[does]) for does in Does if self.counts.get(does)
        ]
        sorts.insert(0, (ALL, _("All"), self.total))
        return [Choice(*sort, chosen=sort[0] == self.show) for sort in sorts] if len(sorts) > 2 else []
