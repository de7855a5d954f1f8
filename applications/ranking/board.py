"""What the board shows of a ranking: lines with running totals, the line, the risks, what comes next."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, F, Max, Q, Sum, When, Window
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from applications.ranking.allotting import Outcome
from applications.ranking.models import Place, Ranking
from applications.ranking.reckoning import FAR_APART, TIED
from portal.ui.texts import localized

PAGE_SIZE = 100
MOST_RISKS = 20
WORDS = {
    FAR_APART: gettext_lazy("Reviews far apart: ask for a further one"),
    TIED: gettext_lazy("Tied across the line"),
    "mean": gettext_lazy("Other outcome by the mean"),
    "trimmed": gettext_lazy("Other outcome by the trimmed mean"),
    "calibrated": gettext_lazy("Other outcome by the calibrated score"),
}


@dataclass(frozen=True)
class Row:
    """A line of the board. `total`: amounts supported down to here; `last`: the line is drawn below it."""

    place: Place
    total: Decimal
    last: bool

    @property
    def supported(self) -> bool:
        return self.place.outcome == Outcome.SUPPORT

    @property
    def title(self) -> str:
        """The project's name, where the form asks for it as the question library does."""
        return str(self.place.application.answers.get("project_name") or "")

    @property
    def risks(self) -> list[Any]:
        return [WORDS[name] for name in self.place.twice]

    @property
    def open(self) -> bool:
        """Somebody has to look again."""
        return bool(self.place.twice) and not self.place.settled

    @property
    def bar(self) -> dict[str, str]:
        """Where the spread and the score lie on a scale of 0 to 100, as percentages."""
        place = self.place
        if place.low is None or place.high is None or place.score is None:
            return {}
        return {
            "low": f"{place.low:.1f}%",
            "width": f"{max(place.high - place.low, Decimal(1)):.1f}%",
            "score": f"{place.score:.1f}%",
        }


def rows_of(ranking: Ranking) -> list[Row]:
    """All lines in order: for the table that leaves."""
    last = sums(ranking).last
    return [_row(place, last) for place in lines(ranking)]


def lines(ranking: Ranking) -> Any:
    """The places in order, each with `total`: what all supported ones down to it get; to be paged."""
    related = ("application__organization", "application__person", "application__round__program")
    supported = Case(When(outcome=Outcome.SUPPORT, then=F("amount")), default=Decimal(0))
    total = Window(Sum(supported), order_by=F("position").asc())
    return ranking.places.select_related(*related).annotate(total=total).order_by("position")


def _row(place: Any, last: int) -> Row:
    return Row(place, place.total, place.position == last)


def page_of(ranking: Ranking, number: str | None, of: "Sums") -> tuple[Page[Any], list[Row]]:
    """A page of the board and its rows; `of`: the sums of the whole list."""
    pages = Paginator(lines(ranking), PAGE_SIZE)
    pages.count = of.supported + of.reserved + of.declined
    page = pages.get_page(number)
    return page, [_row(place, of.last) for place in page]


def page_number(position: int) -> int:
    """The page on which a position stands."""
    return max(position - 1, 0) // PAGE_SIZE + 1


def found_at(ranking: Ranking, words: str) -> int | None:
    """The first position whose number or applicant has these words; None where none has."""
    rows = ranking.places.filter(
        Q(application__number__icontains=words)
        | Q(application__organization__name__icontains=words)
        | Q(application__person__name__icontains=words)
        | Q(application__team_name__icontains=words)
    )
    return rows.order_by("position").values_list("position", flat=True).first()


def to_look_at(ranking: Ranking) -> list[tuple[Row, int]]:
    """The first lines that somebody has to look at again, with the page on which each stands."""
    rows = ranking.places.filter(settled=False).exclude(twice=[]).order_by("position")
    found = rows.select_related("application__organization", "application__person")[:MOST_RISKS]
    return [(Row(place, Decimal(0), False), page_number(place.position)) for place in found]


@dataclass(frozen=True)
class Sums:
    """The figures on top. `last`: the position below which the budget line is drawn, 0 without one;
    `comparable`: severity could be calibrated."""

    supported: int
    reserved: int
    declined: int
    risks: int
    amount: Decimal
    budget: Decimal | None
    last: int = 0
    comparable: bool = False

    @property
    def left(self) -> Decimal | None:
        return None if self.budget is None else self.budget - self.amount

    @property
    def share(self) -> str:
        """Of the budget, as a percentage of a bar."""
        return "0%" if not self.budget else f"{min(self.amount / self.budget * 100, Decimal(100)):.1f}%"


def sums(ranking: Ranking) -> Sums:
    """Of the whole list: one query."""
    of = {outcome: Count("pk", filter=Q(outcome=outcome)) for outcome in Outcome.values}
    found = ranking.places.aggregate(
        **of,
        risks=Count("pk", filter=Q(settled=False) & ~Q(twice=[])),
        amount=Sum("amount", filter=Q(outcome=Outcome.SUPPORT), default=Decimal(0)),
        last=Max("position", filter=Q(outcome=Outcome.SUPPORT)),
        calibrated=Count("calibrated"),
    )
    return Sums(
        supported=found[Outcome.SUPPORT],
        reserved=found[Outcome.RESERVE],
        declined=found[Outcome.DECLINE],
        risks=found["risks"],
        amount=found["amount"],
        budget=ranking.budget,
        last=0 if ranking.budget is None else found["last"] or 0,
        comparable=bool(found["calibrated"]),
    )


def workbook(ranking: Ranking) -> Iterator[Iterable[Any]]:
    """Header, then a line an application; money in yuan."""
    yield (
        _("Position"),
        _("Place by score"),
        _("Number"),
        _("Applicant"),
        _("Group"),
        _("Reviews"),
        _("Lowest"),
        _("Highest"),
        _("Mean"),
        _("Trimmed mean"),
        _("Calibrated score"),
        pgettext("ranking", "Outcome"),
        _("Amount (yuan)"),
        _("Look again because of"),
    )
    for row in rows_of(ranking):
        place = row.place
        yield (
            place.position,
            place.place,
            place.application.number,
            place.application.applicant_name,
            place.group,
            place.count,
            place.low,
            place.high,
            place.mean,
            place.trimmed,
            place.calibrated,
            place.get_outcome_display(),
            place.amount,
            _(", ").join(str(word) for word in row.risks),
        )


def export_name(ranking: Ranking, today: date) -> str:
    """The file's name, with round and day."""
    return f"{ranking.round.code}-{localized(ranking.round, 'name')}-{today:%Y%m%d}.xlsx"
