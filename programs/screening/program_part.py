"""The live check on the page of a program, and the nearest programs on the to-do page."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.todo import Panel
from portal.organizations.models import Organization
from programs.catalog.checks import Check
from programs.catalog.filters import received_at
from programs.catalog.models import Program, Round
from programs.screening.choosing import PHASES, grouped
from programs.screening.judging import Group, Judged, screen
from programs.screening.showing import Missing, Shown, show, show_one
from programs.screening.subjects import Subject, of_reader

CARDS = 3
NEAR = (Group.ELIGIBLE, Group.ONE_STEP)


def check(request: HttpRequest, program: Program, round_: Round | None) -> Check | None:
    """Each condition with the reader's facts; who is not known is led to the six questions."""
    subject = of_reader(request, received_at(request))
    if subject is None:
        return Check("", "screening/parts/ask.html")
    shown = show_one(program, round_, subject.file, subject.at, subject.place)
    if not shown.checks:
        return None
    content = {"shown": shown, "subject": subject, "sentence": sentence(shown)}
    return Check("screening/parts/conditions.html", "screening/parts/side.html", content)


def sentence(shown: Shown) -> str:
    """What the check comes to, with the way on."""
    judged = shown.judged
    if judged.refusal:
        return judged.refusal
    if judged.failed:
        return ngettext(
            "%(n)d condition is not met. See below by how much.",
            "%(n)d conditions are not met. See below by how much.",
            judged.failed,
        ) % {"n": judged.failed}
    if judged.open:
        return ngettext(
            "Nothing speaks against it. %(n)d condition is settled when you apply.",
            "Nothing speaks against it. %(n)d conditions are settled when you apply.",
            judged.open,
        ) % {"n": judged.open}
    return _("Every condition is met.")


Taken = Callable[[Organization], Iterable[int]]
_taken: list[Taken] = []


def register_taken(taken: Taken) -> None:
    """Leave out rounds, by number, in which an organization has applied as often as it can."""
    _taken.append(taken)


def nearest(request: HttpRequest) -> Panel | None:
    """The programs that are nearest to the organization, open or coming, three of them."""
    at = received_at(request)
    subject = of_reader(request, at)
    if subject is None or subject.organization is None:
        return None
    near = near_to(subject, subject.organization)
    if not near:
        return None
    missing, waiting = most_wanted(near, subject)
    content = {
        "subject": subject,
        "rows": show(near[:CARDS], at, subject.place),
        "missing": missing,
        "waiting": waiting,
    }
    link = _("All programs, checked")
    address, title = reverse("what_can_we_get"), _("You can also apply for")
    return Panel("screening", title, "screening/panel.html", content, address, link, wide=True)


def near_to(subject: Subject, organization: Organization) -> list[Judged]:
    """Those whose conditions are met, then those one step away; without what it has applied for."""
    taken = {pk for finder in _taken for pk in finder(organization)}
    rows = [row for row in screen(subject.file, subject.at) if row.rule_set.phase(subject.at) in PHASES]
    left = [row for row in rows if row.rule_set.round and row.rule_set.round.pk not in taken]
    parts = {part.group: part.rows for part in grouped(left)}
    return [row for group in NEAR for row in parts[group]]


def most_wanted(rows: list[Judged], subject: Subject) -> tuple[Missing | None, int]:
    """The missing fact for which most programs wait, and how many do."""
    wanted: Counter[Any] = Counter()
    for row in rows:
        wanted.update(row.missing)
    if not wanted:
        return None, 0
    key, count = wanted.most_common(1)[0]
    name, year = key
    return Missing(name, year, subject.place(key)), count
