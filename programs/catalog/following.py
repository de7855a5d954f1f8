"""Following programs: who does hears when a round opens, once, and never of one that opened before."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Q, QuerySet, Value
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.accounts.capacities import Capacity
from portal.accounts.models import User
from portal.inbox.kinds import Audience, Kind, register_kinds
from portal.inbox.reminders import Planned, Sweep, register_source
from portal.inbox.services import Told
from portal.inbox.texts import Place, Text, register
from portal.inbox.workdays import Workdays
from portal.ui.formats import dates
from portal.ui.texts import current_language, localized
from programs.catalog.models import Follow, Program, Round

KIND = "round_opens"
NEWS = timedelta(days=30)  # a round that opened longer ago is no news, even after a standstill
AT_OPENING = "0d"
TEXT = Text(
    KIND,
    gettext_lazy("A round opens"),
    gettext_noop("Open now: {program}"),
    gettext_noop("{program}, {round}, takes applications now. {closes}"),
    (
        Place("program", gettext_lazy("the program"), gettext_lazy("Innovation voucher"), required=True),
        Place("round", gettext_lazy("the round"), "2026年第二批"),
        Place("closes", gettext_lazy("until when"), gettext_lazy("It closes at 2026-12-31 17:00.")),
    ),
)


def follow(slug: str, *, at: datetime, by: Capacity) -> Follow:
    """Follow a published program; following it already changes nothing. Http404 for one not to be seen."""
    followed, _new = Follow.objects.get_or_create(
        user=by.user, program=_seen(slug, by), defaults={"since": at}
    )
    return followed


def unfollow(slug: str, *, by: Capacity) -> bool:
    """Follow no longer; whether it was followed."""
    return bool(Follow.objects.visible_to(by).filter(program__slug=slug).delete()[0])


def follows(program: Program, capacity: Capacity | None) -> bool:
    """Whether the reader follows it."""
    return capacity is not None and Follow.objects.visible_to(capacity).filter(program=program).exists()


def attach_follows(programs: Iterable[Any], capacity: Capacity | None) -> None:
    """Tell each program of a page whether the reader follows it (`followed`), in one query."""
    found = {program.pk: program for program in programs}
    mine = Follow.objects.visible_to(capacity).filter(program__in=found)
    followed = set(mine.values_list("program", flat=True)) if capacity else set()
    for pk, program in found.items():
        program.followed = pk in followed


def _seen(slug: str, by: Capacity) -> Program:
    program = Program.objects.visible_to(by).published().filter(slug=slug).first()
    if program is None:
        raise Http404
    return program


class OpeningSource:
    """Rounds that opened, or were published after their opening, for who followed the program before."""

    def sweeps(self, now: datetime, calendar: Workdays) -> Iterator[Sweep]:
        """One for each round that opened lately and is open."""
        for round_ in Round.objects.open_at(now).filter(_lately(now)).select_related("program"):
            moment = max(round_.opens_at, round_.published_at or round_.opens_at)
            rows = followers(round_).filter(since__lte=moment)
            yield Sweep(round_.opens_at, moment, AT_OPENING, rows, about=round_)

    def told(self, row: Any, now: datetime) -> Told:
        """The places of the text."""
        program, language = row.about.program, current_language()
        closes = row.about.closes_at
        until = _("It closes at %(time)s.") % {"time": dates.moment(closes, language)} if closes else ""
        values = {
            "program": localized(program, "title"),
            "round": localized(row.about, "name"),
            "closes": until or _("It is open all year."),
        }
        return Told(values, f"{reverse('program', args=[program.slug])}?round={row.about.pk}")

    def planned(self, user: User, now: datetime, calendar: Workdays) -> Iterator[Planned]:
        """The rounds that are announced."""
        coming = Q(program__followers__user=user, opens_at__gt=now)
        for round_ in Round.objects.published().filter(coming).select_related("program"):
            names = {"program": localized(round_.program, "title")}
            url = f"{reverse('program', args=[round_.program.slug])}?round={round_.pk}"
            what = _("open now: %(program)s") % names
            why = _("Because you follow %(program)s.") % names
            yield Planned(round_.opens_at, what, url, KIND, None, why)


def followers(round_: Round) -> QuerySet[Any]:
    """A row for each follower of the round's program: `subject` is the round."""
    rows: Any = Follow.objects.filter(program=round_.program_id, user__is_active=True)
    return rows.annotate(subject=Value(str(round_.pk), CharField()), holder=F("user"))


def _lately(now: datetime) -> Q:
    return Q(opens_at__gte=now - NEWS) | Q(published_at__gte=now - NEWS)


def register_all() -> None:
    """Make the kind, its words and its source known to the inbox."""
    register_kinds(
        "following",
        gettext_lazy("Programs I follow"),
        [Kind(KIND, gettext_lazy("A round opens"))],
        why=gettext_lazy("You follow a program: you hear once when a round of it opens."),
        audience=Audience.EVERYBODY,
        legal=False,
    )
    register(TEXT)
    register_source(KIND, OpeningSource())
